/** The part of the time spent on sending up to which nothing is held back. */
const CALM = 0.2;
/** The part of the time at which messages are held back for as long as is allowed. */
const BUSY = 0.6;
/** Milliseconds over which the load is measured. */
const WINDOW = 100;

/**
 * How long messages are held back to leave together. One write per player and flush is what live
 * streaming costs, so a server under load flushes less often, and a calm one at once.
 *
 * One pace is shared by all streams of a process: it measures which part of the time goes into
 * sending, over windows of 100 ms, and maps it to a delay between 0 and the stream's maximum.
 */
export class FlushPace {
  #windowStart = 0;
  #busy = 0;
  #load = 0;

  /** The part of the time that sending took lately, from 0 to 1. */
  get load(): number {
    return this.#load;
  }

  /** A flush ran from `start` to `end` (milliseconds of the same monotonic clock). */
  record(start: number, end: number): void {
    this.#busy += end - start;
    const elapsed = end - this.#windowStart;
    if (elapsed < WINDOW) return;
    const load = Math.min(1, this.#busy / elapsed);
    this.#load = elapsed > 10 * WINDOW ? load : (this.#load + load) / 2;
    this.#windowStart = end;
    this.#busy = 0;
  }

  /** Milliseconds to wait before the next flush, at most `maxDelay`. */
  delay(maxDelay: number): number {
    if (this.#load <= CALM) return 0;
    return maxDelay * Math.min(1, (this.#load - CALM) / (BUSY - CALM));
  }
}
