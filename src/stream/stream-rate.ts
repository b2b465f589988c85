/** Milliseconds over which a rate is measured. */
const WINDOW = 1000;

/** Measures how much of something passes per second, without a timer of its own. */
export class StreamRate {
  #start: number | undefined;
  #amount = 0;
  #rate = 0;

  /** 0 until the first second has passed. */
  get perSecond(): number {
    return this.#rate;
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
