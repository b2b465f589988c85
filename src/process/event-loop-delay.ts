import type { Clock, Timer } from '../time/clock.js';

/** Milliseconds between two looks. */
const INTERVAL = 20;
/** Seconds. */
const BOUNDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;
/** A process that was stopped for longer than these milliseconds was not late, but away. */
const AWAY = 60_000;

/**
 * Measures how late the event loop is, into counters that only grow, so that any number of observers can each see
 * what happened since they last looked.
 *
 * What counts is how long somebody has to wait who comes at any moment. While the loop is blocked for half a second
 * nobody looks, so that one late look stands for all that were missed.
 */
export class EventLoopDelay {
  readonly #counts = BOUNDS.map(() => 0);
  #count = 0;
  #sum = 0;
  #timer: Timer | undefined;

  constructor(private readonly clock: Clock) {}

  start(): void {
    const due = this.clock.now() + INTERVAL;
    this.#timer = this.clock.after(INTERVAL, () => {
      this.#late(Math.max(0, this.clock.now() - due));
      this.start();
    });
  }

  close(): void {
    this.#timer?.cancel();
  }

  /** Counts of looks that were late by so many seconds or less, of all looks, and the sum of the seconds. */
  get histogram(): { buckets: { upTo: number; count: number }[]; count: number; sum: number } {
    let count = 0;
    const buckets = BOUNDS.map((upTo, index) => ({ upTo, count: (count += this.#counts[index]!) }));
    return { buckets, count: this.#count, sum: this.#sum };
  }

  #late(milliseconds: number): void {
    let late = Math.min(milliseconds, AWAY);
    do {
      this.#record(late / 1000);
      late -= INTERVAL;
    } while (late > 0);
  }

  #record(seconds: number): void {
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) this.#counts[bucket]!++;
    this.#count++;
    this.#sum += seconds;
  }
}
