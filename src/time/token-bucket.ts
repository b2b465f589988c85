/** Bounds a rate: so much per second, with one second's worth saved up at most. */
export class TokenBucket {
  #tokens: number;
  #refilledAt: number;

  /** @param perSecond Infinity for no bound */
  constructor(
    private readonly perSecond: number,
    now: number,
  ) {
    this.#tokens = perSecond;
    this.#refilledAt = now;
  }

  /** Takes `cost` at time `now` (milliseconds); answers the milliseconds to wait before taking more, 0 for none. */
  take(cost: number, now: number): number {
    if (this.perSecond === Infinity) return 0;
    this.#refill(now);
    this.#tokens -= cost;
    return this.#tokens >= 0 ? 0 : (-this.#tokens * 1000) / this.perSecond;
  }

  /** Takes `cost` only if it is there; answers whether it was. */
  tryTake(cost: number, now: number): boolean {
    if (this.perSecond === Infinity) return true;
    this.#refill(now);
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    return true;
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.perSecond, this.#tokens + ((now - this.#refilledAt) * this.perSecond) / 1000);
    this.#refilledAt = now;
  }
}
