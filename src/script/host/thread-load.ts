import type { Worker } from 'node:worker_threads';
import type { Clock, Timer } from '../../time/clock.js';

/** Milliseconds between two looks. */
const LOOK = 10_000;
/** The share of the time from which on a thread has nothing left. */
const FULL = 0.97;

/** Tells when a thread has no time left: it comes back to its event loop, and finds the next thing to do at once. */
export class ThreadLoad {
  #timer: Timer | undefined;
  #wasFull = false;

  constructor(
    private readonly clock: Clock,
    /** What share of the time it was busy since this was asked last, 0 to 1. */
    private readonly utilization: () => number,
    /** Called once for each time that it is so. `text` is for people. */
    private readonly full: (text: string) => void,
  ) {}

  start(): void {
    this.#timer = this.clock.after(LOOK, () => this.#look());
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #look(): void {
    this.start();
    const share = this.utilization();
    const isFull = share >= FULL;
    if (isFull && !this.#wasFull) {
      const busy = `${Math.round(share * 100)} % of the last ${LOOK / 1000} s`;
      this.full(
        `the script keeps its thread busy all the time (${busy}): do timers or events follow each other at once?`,
      );
    }
    this.#wasFull = isFull;
  }
}

/** What {@link ThreadLoad} asks of a thread. */
export function utilizationOf({ performance }: Worker): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
