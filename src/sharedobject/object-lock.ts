import type { Clock, Timer } from '../time/clock.js';

/** Requests that may wait; who wants more has to wait as well. */
const MAX_WAITING = 10_000;

/** Keeps what clients want of an object waiting while a script works on it. Locks inside each other count. */
export class ObjectLock {
  #count = 0;
  #timer: Timer | undefined;
  #waiting: (() => void)[] = [];
  #held: (() => void)[] = [];

  constructor(
    private readonly clock: Clock,
    /** The time was over, and the lock is open. What waited has yet to happen: see {@link admit}. */
    private readonly timedOut: () => void,
  ) {}

  get isLocked(): boolean {
    return this.#count > 0;
  }

  /** Answers how many locks there are. @param timeOut milliseconds, Infinity for ever */
  lock(timeOut: number): number {
    if (++this.#count === 1 && timeOut !== Infinity) {
      this.#timer = this.clock.after(timeOut, () => {
        this.#count = 0;
        this.timedOut();
      });
    }
    return this.#count;
  }

  /** Answers how many locks are left, or -1 if there was none. */
  unlock(): number {
    if (this.#count === 0) return -1;
    if (--this.#count === 0) this.#timer?.cancel();
    return this.#count;
  }

  /** Opens all locks. */
  open(): void {
    this.#count = 0;
    this.#timer?.cancel();
  }

  /** Does it when the lock is open. Answers a promise if so much waits that whoever asked should ask nothing more before. */
  wait(request: () => void): Promise<void> | undefined {
    this.#waiting.push(request);
    if (this.#waiting.length < MAX_WAITING) return undefined;
    return new Promise((resolve) => this.#held.push(resolve));
  }

  /** Does what waited, in order. */
  admit(): void {
    const waiting = this.#waiting;
    const held = this.#held;
    this.#waiting = [];
    this.#held = [];
    for (const request of waiting) request();
    for (const resume of held) resume();
  }
}
