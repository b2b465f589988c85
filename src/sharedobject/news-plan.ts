import type { Clock, Timer } from '../time/clock.js';

/** How long news is held back to leave together; the same as live streams have. */
export interface Pace {
  /** Milliseconds to wait, at most `maxDelay`. */
  delay(maxDelay: number): number;
  /** Telling so much ran from `start` to `end`. */
  record(start: number, end: number, news: number): void;
}

/** Milliseconds that news may be held back under load. */
const MAX_DELAY = 25;

/** Tells what there is to tell at the end of the turn, or under load a little later. */
export class NewsPlan {
  #isPlanned = false;
  #isCancelled = false;
  #timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly pace: Pace,
    private readonly tell: () => void,
  ) {}

  /** There is something to tell. */
  plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    const tell = (): void => {
      this.#isPlanned = false;
      if (!this.#isCancelled) this.tell();
    };
    const delay = this.pace.delay(MAX_DELAY);
    if (delay >= 1) this.#timer = this.clock.after(delay, tell);
    else this.clock.endOfTurn(tell);
  }

  /** Nothing is told any more. */
  cancel(): void {
    this.#isCancelled = true;
    this.#timer?.cancel();
  }
}
