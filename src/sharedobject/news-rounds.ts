import type { Logger } from '../log/logger.js';
import type { Clock, Timer } from '../time/clock.js';

/** How long news is held back to leave together; the same as live streams have. */
export interface Pace {
  /** Milliseconds to wait, at most `maxDelay`. */
  delay(maxDelay: number): number;
  /** Telling so much ran from `start` to `end`. */
  record(start: number, end: number, news: number): void;
}

/** Who has something to tell. */
export interface Teller {
  /** Tells it, and answers how much that was. */
  tell(): number;
}

/** Milliseconds between rounds of a process under load. */
const MAX_DELAY = 25;
/** How many times as long as a round takes it is to the next one, and the most milliseconds that may be. */
const SPACING = 2.25;
const MAX_SPACING = 50;
/** How much the last round counts among those before it. */
const NEWEST = 0.25;

/**
 * When the objects of an instance tell their users what is new: all that have something at once, at the end of the turn,
 * or a little later if the last round is not long ago. A round costs one write to each user, so rounds that take long
 * are seldom, and all of them together leave more than half of a core to others.
 */
export class NewsRounds {
  readonly #waiting = new Set<Teller>();
  #afterwards: (() => void)[] = [];
  #isPlanned = false;
  #isTelling = false;
  #timer: Timer | undefined;
  #began = -Infinity;
  /** Milliseconds that a round takes. */
  #cost = 0;

  constructor(
    private readonly clock: Clock,
    private readonly pace: Pace,
    private readonly logger: Logger,
  ) {}

  /** There is something to tell in the next round. */
  plan(teller: Teller): void {
    this.#waiting.add(teller);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    const spacing = Math.max(this.pace.delay(MAX_DELAY), Math.min(this.#cost * SPACING, MAX_SPACING));
    const wait = this.#began + spacing - this.clock.now();
    const begin = (): void => {
      this.#isPlanned = false;
      this.#timer = undefined;
      this.#tell([...this.#waiting]);
    };
    if (wait >= 1) this.#timer = this.clock.after(wait, begin);
    else this.clock.endOfTurn(begin);
  }

  /** Nothing is to be told any more. */
  cancel(teller: Teller): void {
    this.#waiting.delete(teller);
    if (this.#timer === undefined || this.#waiting.size > 0) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#isPlanned = false;
  }

  /** Tells at once, in a round of its own or in that which goes on. */
  now(teller: Teller): void {
    if (this.#isTelling) teller.tell();
    else this.#tell([teller]);
  }

  /** Calls `callback` when everything is told that this round has to tell; at once if there is none. */
  afterwards(callback: () => void): void {
    if (this.#isTelling) this.#afterwards.push(callback);
    else callback();
  }

  #tell(tellers: readonly Teller[]): void {
    const start = this.clock.now();
    let told = 0;
    let news = 0;
    this.#isTelling = true;
    for (const teller of tellers) {
      this.#waiting.delete(teller);
      const count = teller.tell();
      if (count > 0) told++;
      news += count;
    }
    this.#finish();
    if (told === 0) return;
    const end = this.clock.now();
    this.pace.record(start, end, news / told);
    this.#began = start;
    this.#cost += (end - start - this.#cost) * NEWEST;
  }

  #finish(): void {
    const callbacks = this.#afterwards;
    this.#afterwards = [];
    this.#isTelling = false;
    for (const callback of callbacks) {
      try {
        callback();
      } catch (error) {
        this.logger.error('a user of shared objects failed', { error });
      }
    }
  }
}
