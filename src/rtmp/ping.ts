/** The ping that was sent and not yet answered, and how long the last one took. Milliseconds. */
export class Ping {
  #sentAt: number | undefined;
  #lastRoundTrip: number | undefined;

  /** When the oldest unanswered ping request was sent. */
  get outstandingSince(): number | undefined {
    return this.#sentAt;
  }

  get lastRoundTrip(): number | undefined {
    return this.#lastRoundTrip;
  }

  sent(now: number): void {
    this.#sentAt ??= now;
  }

  /** Any response counts: some clients answer with a time of their own. */
  answered(now: number): void {
    if (this.#sentAt === undefined) return;
    this.#lastRoundTrip = now - this.#sentAt;
    this.#sentAt = undefined;
  }
}
