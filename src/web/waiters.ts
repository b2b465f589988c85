import type { Clock } from '../time/clock.js';

interface Waiter {
  readonly isOver: () => boolean;
  readonly resolve: () => void;
}

/** Those who wait for something to become true. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  constructor(private readonly clock: Clock) {}

  /** Resolves when `isOver` answers true as it is looked at, or after `patience` milliseconds. */
  until(isOver: () => boolean, patience: number): Promise<void> {
    if (isOver()) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        this.#waiting.delete(waiter);
        resolve();
      };
      const waiter = { isOver, resolve: end };
      const timer = this.clock.after(patience, end);
      this.#waiting.add(waiter);
    });
  }

  /** Something has changed. */
  look(): void {
    for (const { isOver, resolve } of [...this.#waiting]) if (isOver()) resolve();
  }
}
