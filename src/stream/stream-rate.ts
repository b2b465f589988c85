/** Milliseconds over which a rate is measured. */
const WINDOW = 1000;

/** Measures bytes per second from what passes, without a timer of its own. */
export class StreamRate {
  #start: number | undefined;
  #bytes = 0;
  #rate = 0;

  /** 0 until the first second has passed. */
  get bytesPerSecond(): number {
    return this.#rate;
  }

  add(bytes: number, now: number): void {
    this.#start ??= now;
    const elapsed = now - this.#start;
    if (elapsed >= WINDOW) {
      const rate = (this.#bytes * 1000) / elapsed;
      this.#rate = this.#rate === 0 ? rate : (this.#rate + rate) / 2;
      this.#start = now;
      this.#bytes = 0;
    }
    this.#bytes += bytes;
  }
}
