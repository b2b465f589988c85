/** The load up to which nothing is held back. */
const CALM = 0.15;
/** The load from which messages are held back for as long as is allowed. */
const BUSY = 2.5;
/** Milliseconds over which the load is measured. */
const WINDOW = 100;
/** Milliseconds without a flush after which what was measured before says nothing any more. */
const STALE = 1000;

/**
 * How long messages are held back to leave together. One write per player and flush is what live
 * streaming costs, so a server under load flushes less often, and a calm one at once.
 *
 * The load is the part of the time that sending would take if every message left alone. It does not
 * depend on how much is held back, so the delay settles instead of swinging. One pace is shared by all
 * streams of a process.
 */
export class FlushPace {
  #windowStart = 0;
  #work = 0;
  #load = 0;

  /** 1 means that a core would be busy with nothing else; more is possible because messages leave together. */
  get load(): number {
    return this.#load;
  }

  /** A flush of `messages` messages ran from `start` to `end` (milliseconds of the same monotonic clock). */
  record(start: number, end: number, messages: number): void {
    this.#work += (end - start) * messages;
    const elapsed = end - this.#windowStart;
    if (elapsed < WINDOW) return;
    const load = this.#work / elapsed;
    this.#load = elapsed > STALE ? load : (this.#load + load) / 2;
    this.#windowStart = end;
    this.#work = 0;
  }

  /** Milliseconds to wait before the next flush, at most `maxDelay`. */
  delay(maxDelay: number): number {
    if (this.#load <= CALM) return 0;
    return maxDelay * Math.min(1, (this.#load - CALM) / (BUSY - CALM));
  }
}
