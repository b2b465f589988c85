import { clearTimeout, setInterval, setTimeout } from 'node:timers';

/** Milliseconds between two calls of a timer at least, as FMS has it. */
const MIN_PERIOD = 10;
/** What timers of the system take. */
const MAX_PERIOD = 2 ** 31 - 1;

/** The timers of one instance; they end with it. */
export class InstanceTimers {
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly max: number,
    /** Has the callback called in the turn of the instance, then calls the second. */
    private readonly due: (callback: () => void, done: () => void) => void,
  ) {}

  /** Throws an Error if there are too many. Answers what stops it; a call that is due and has not begun is not made. */
  set(milliseconds: number, repeats: boolean, callback: () => void): () => void {
    if (this.#timers.size >= this.max) {
      throw new Error(`there are ${this.max} timers already (script.maxTimers); clear those that are not needed`);
    }
    const period = Math.min(Math.max(Number(milliseconds) || 0, repeats ? MIN_PERIOD : 1), MAX_PERIOD);
    let isDue = false;
    const fire = (): void => {
      if (isDue) return;
      isDue = true;
      this.due(
        () => {
          if (!this.#timers.has(timer)) return;
          if (!repeats) this.#timers.delete(timer);
          callback();
        },
        () => (isDue = false),
      );
    };
    const timer = repeats ? setInterval(fire, period) : setTimeout(fire, period);
    this.#timers.add(timer);
    return () => this.#stop(timer);
  }

  close(): void {
    for (const timer of this.#timers) this.#stop(timer);
  }

  #stop(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
