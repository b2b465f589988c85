/** Milliseconds without a sample after which nothing passes any more. */
const STALE = 3000;

/** How fast a total grows that somebody looks at now and then. */
export class SampledRate {
  #total = 0;
  #at: number | undefined;
  #rate = 0;

  /** The total is `total` at `now` (milliseconds). The rate is that since the sample before. */
  sample(total: number, now: number): void {
    if (this.#at !== undefined && now > this.#at) this.#rate = ((total - this.#total) * 1000) / (now - this.#at);
    this.#total = total;
    this.#at = now;
  }

  /** 0 before the second sample, and when there has been none for three seconds. */
  perSecond(now: number): number {
    return this.#at === undefined || now - this.#at >= STALE ? 0 : this.#rate;
  }
}
