/** Lets so many in at a time; who comes later waits for a turn. */
export class Turns {
  #inside = 0;
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly places: number,
    private readonly maxWaiting: number,
  ) {}

  get waiting(): number {
    return this.#waiting.size;
  }

  /** True when it is one's turn, until {@link leave}; false if `signal` is first, or too many wait already. */
  enter(signal: AbortSignal): Promise<boolean> {
    if (this.#inside < this.places) {
      this.#inside++;
      return Promise.resolve(true);
    }
    if (signal.aborted || this.#waiting.size >= this.maxWaiting) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (isTurn: boolean): void => {
        this.#waiting.delete(called);
        signal.removeEventListener('abort', gone);
        resolve(isTurn);
      };
      const called = () => settle(true);
      const gone = () => settle(false);
      this.#waiting.add(called);
      signal.addEventListener('abort', gone);
    });
  }

  /** The place goes to who has waited for longest. */
  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#inside--;
    else next();
  }
}
