import { timestampDelta } from '../time/timestamp.js';

/** A step back that is no disorder of the encoder's but a new beginning. */
const NEW_BEGINNING = 1000;

/**
 * The time of a stream's frames as it passes: timestamps that wrap go on, and so do those of an encoder that begins
 * anew. Smaller steps back are left to each track.
 */
export class StreamTime {
  #last: number | undefined;
  #time = 0;
  readonly #newest = new Map<string, number>();

  /**
   * Milliseconds since the first frame, which may be less than 0 for one that comes behind it.
   *
   * @param track that the frame with this timestamp is of
   */
  of(track: string, timestamp: number): number {
    if (this.#last !== undefined) this.#time += timestampDelta(timestamp, this.#last);
    this.#last = timestamp;
    const newest = this.#newest.get(track);
    if (newest !== undefined && this.#time < newest - NEW_BEGINNING) this.#time = newest;
    if (newest === undefined || this.#time > newest) this.#newest.set(track, this.#time);
    return this.#time;
  }
}
