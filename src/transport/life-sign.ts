import type { Clock } from '../time/clock.js';

/** Those who wait for the other side to be heard of. */
export class LifeSign {
  #waiters: ((alive: boolean) => void)[] = [];

  constructor(private readonly clock: Clock) {}

  /**
   * Whether {@link settle} is called with true within `timeout` milliseconds.
   *
   * @param otherwise asked at the end of that time
   */
  within(timeout: number, otherwise: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.clock.after(timeout, () => settle(otherwise()));
      const settle = (alive: boolean): void => {
        timer.cancel();
        resolve(alive);
      };
      this.#waiters.push(settle);
    });
  }

  /** Something was heard, or nothing ever will be. */
  settle(alive: boolean): void {
    if (this.#waiters.length === 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const settle of waiters) settle(alive);
  }
}
