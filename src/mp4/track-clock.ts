import { milliseconds } from './milliseconds.js';
import type { PlayedTrack } from './read-track.js';

/** No film is longer; edits that say so are ignored. */
const MAX_EDIT = 24 * 60 * 60;

/** Turns the ticks of a track into milliseconds on the time line that all tracks share. */
export class TrackClock {
  readonly #timescale: number;
  readonly #edit: number;
  /** Milliseconds that are added for all tracks alike, so that none begins before 0. */
  shift = 0;

  /** @param movieTimescale ticks per second of edits */
  constructor(track: PlayedTrack, movieTimescale: number) {
    this.#timescale = track.timescale;
    const delay = track.edit.delay / movieTimescale;
    const skipped = track.edit.mediaTime / track.timescale;
    this.#edit =
      (delay <= MAX_EDIT ? Math.round(delay * track.timescale) : 0) - (skipped <= MAX_EDIT ? track.edit.mediaTime : 0);
  }

  /** Milliseconds of a time of the track. */
  time(ticks: number): number {
    return milliseconds(ticks + this.#edit, this.#timescale) + this.shift;
  }
}
