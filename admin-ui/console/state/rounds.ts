/** Does something over and over until it is stopped: one round at a time, none while nobody looks at the page. */
export class Rounds {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round: AbortController | undefined;
  readonly #seen = (): void => {
    if (!document.hidden) this.refresh();
  };

  /**
   * @param round throws nothing; its signal says that nobody waits for what it finds
   * @param every milliseconds between the end of a round and the next; Infinity for a single one
   */
  constructor(
    private readonly round: (signal: AbortSignal) => Promise<void>,
    private readonly every: number,
  ) {}

  start(): void {
    document.addEventListener('visibilitychange', this.#seen);
    this.refresh();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#seen);
    clearTimeout(this.#timer);
    this.#round?.abort();
    this.#round = undefined;
  }

  /** Begins a round at once, for instance after a change; one that is on is given up. */
  refresh(): void {
    clearTimeout(this.#timer);
    this.#round?.abort();
    const round = new AbortController();
    this.#round = round;
    void this.round(round.signal).then(() => {
      if (round !== this.#round || !Number.isFinite(this.every)) return;
      this.#timer = setTimeout(() => {
        if (!document.hidden) this.refresh();
      }, this.every);
    });
  }
}
