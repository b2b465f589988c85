import { timestampAdd, timestampDelta } from '../time/timestamp.js';

/**
 * Places the timestamps of successive publications on the one clock of a live stream, so that players
 * who stay from one publisher to the next see time go on. The first publication keeps its timestamps
 * as they are sent.
 */
export class Timeline {
  #offset: number | undefined = 0;
  #newest = 0;
  #receivedAt: number | undefined;

  /** The timestamp placed last. */
  get newest(): number {
    return this.#newest;
  }

  /** A new publication begins; `goOn` if there are players who have seen the one before. */
  restart(goOn: boolean): void {
    if (goOn && this.#receivedAt !== undefined) {
      this.#offset = undefined;
    } else {
      this.#offset = 0;
      this.#newest = 0;
    }
  }

  /** The stream's timestamp for one of the publisher's, received at `now` (milliseconds, monotonic). */
  place(timestamp: number, now: number): number {
    this.#offset ??= timestampDelta(timestampAdd(this.#newest, Math.round(now - (this.#receivedAt ?? now))), timestamp);
    const placed = timestampAdd(timestamp, this.#offset);
    this.#newest = placed;
    this.#receivedAt = now;
    return placed;
  }
}
