import { classify } from '../media/classify.js';
import type { AudioFormat, VideoFormat } from '../media/media-format.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import { singleTrack } from '../media/readable-form.js';
import { timestampDelta } from '../time/timestamp.js';

/** A track of a stream, as far as it has told of itself. */
export interface SurveyedTrack<Format extends VideoFormat | AudioFormat> {
  /** In multitrack messages (Enhanced RTMP v2). */
  readonly id: number;
  readonly format: Format;
  /** Bits per second; undefined if too little was seen of it. */
  readonly bandwidth: number | undefined;
}

/** Milliseconds of a track that must have been seen for a rate. */
const LEAST = 400;
/** Tracks that are told of. */
const MAX_TRACKS = 32;

interface Seen {
  readonly kind: 'audio' | 'video';
  readonly id: number;
  readonly tracker: MediaFormatTracker;
  bytes: number;
  first: number | undefined;
  newest: number;
}

/** Finds out which tracks a stream has, from what a player of it is given first. */
export class TrackSurvey {
  readonly #tracks = new Map<string, Seen>();

  accept(message: MediaMessage): void {
    const { kind } = message;
    if (kind === 'data') return;
    const { tracks, isFrame } = classify(message);
    for (const id of tracks) {
      const track = this.#track(kind, id);
      const alone = track && singleTrack(message, id);
      if (track === undefined || alone === undefined) continue;
      track.tracker.accept(alone);
      if (!isFrame) continue;
      track.first ??= message.timestamp;
      track.newest = message.timestamp;
      track.bytes += alone.payload.length;
    }
  }

  get video(): readonly SurveyedTrack<VideoFormat>[] {
    return this.#all('video').flatMap((seen) => {
      const format = seen.tracker.format.video;
      return format === undefined ? [] : [{ id: seen.id, format, bandwidth: bandwidthOf(seen) }];
    });
  }

  get audio(): readonly SurveyedTrack<AudioFormat>[] {
    return this.#all('audio').flatMap((seen) => {
      const format = seen.tracker.format.audio;
      return format === undefined ? [] : [{ id: seen.id, format, bandwidth: bandwidthOf(seen) }];
    });
  }

  #all(kind: Seen['kind']): Seen[] {
    return [...this.#tracks.values()].filter((seen) => seen.kind === kind).sort((a, b) => a.id - b.id);
  }

  #track(kind: Seen['kind'], id: number): Seen | undefined {
    const key = `${kind}:${id}`;
    const known = this.#tracks.get(key);
    if (known !== undefined || this.#tracks.size >= MAX_TRACKS) return known;
    const seen: Seen = { kind, id, tracker: new MediaFormatTracker(), bytes: 0, first: undefined, newest: 0 };
    this.#tracks.set(key, seen);
    return seen;
  }
}

function bandwidthOf({ first, newest, bytes }: Seen): number | undefined {
  const passed = first === undefined ? 0 : timestampDelta(newest, first);
  return passed < LEAST ? undefined : (bytes * 8 * 1000) / passed;
}
