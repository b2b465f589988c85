/** Milliseconds over which a rate is measured. */
const WINDOW = 1000;
/** Milliseconds since a window began, which the next amount would have ended, after which nothing passes any more. */
const STALE = 3 * WINDOW;

/** Measures how much of something passes per second, without a timer of its own. */
export class StreamRate {
  #start: number | undefined;
  #amount = 0;
  #rate = 0;

  /** As measured last, however long ago. 0 until the first second has passed. */
  get perSecond(): number {
    return this.#rate;
  }

  /** The same as it is seen at `now`: 0 when nothing has come for two to three seconds. */
  perSecondAt(now: number): number {
    return this.#start === undefined || now - this.#start >= STALE ? 0 : this.#rate;
  }

  add(amount: number, now: number): void {
    this.#start ??= now;
    const elapsed = now - this.#start;
    if (elapsed >= WINDOW) {
      const rate = (this.#amount * 1000) / elapsed;
      this.#rate = this.#rate === 0 ? rate : (this.#rate + rate) / 2;
      this.#start = now;
      this.#amount = 0;
    }
    this.#amount += amount;
  }
}
