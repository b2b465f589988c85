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
  /** From 0 on. Those of one lane tell in the same rounds, the lanes in turn. */
  readonly lane: number;
  /** Tells it, and answers how much that was. */
  tell(): number;
}

interface Lane {
  readonly waiting: Set<Teller>;
  /** When its last round began. */
  began: number;
  /** Milliseconds that a round takes. */
  cost: number;
}

/** Milliseconds between rounds of a lane while the process is under load. */
const MAX_DELAY = 25;
/** How many times as long as one round of all lanes takes it is to the next one, and the most milliseconds that may be. */
const SPACING = 2.5;
const MAX_SPACING = 100;
/** How much the last round counts among those before it. */
const NEWEST = 0.25;

/**
 * When the objects of an instance tell their users what is new: all of a lane that have something at once, at the end of
 * the turn, or a little later if its last round is not long ago. A round costs one write to each user, so rounds that
 * take long are seldom, and all of them together leave more than half of a core to others.
 */
export class NewsRounds {
  readonly #lanes: Lane[] = [];
  #afterwards: (() => void)[] = [];
  #isPlanned = false;
  #isTelling = false;
  #timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly pace: Pace,
    private readonly logger: Logger,
  ) {}

  /** There is something to tell in the next round. */
  plan(teller: Teller): void {
    this.#laneOf(teller).waiting.add(teller);
    this.#plan();
  }

  /** Nothing is to be told any more. */
  cancel(teller: Teller): void {
    this.#laneOf(teller).waiting.delete(teller);
    if (this.#timer === undefined || this.#next !== undefined) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#isPlanned = false;
  }

  /** Tells at once, in a round of its own or in that which goes on. */
  now(teller: Teller): void {
    if (this.#isTelling) teller.tell();
    else this.#tell(this.#laneOf(teller), [teller]);
  }

  /** Calls `callback` when everything is told that this round has to tell; at once if there is none. */
  afterwards(callback: () => void): void {
    if (this.#isTelling) this.#afterwards.push(callback);
    else callback();
  }

  /** The lane whose last round is longest ago, of those that have something to tell. */
  get #next(): Lane | undefined {
    let next: Lane | undefined;
    for (const lane of this.#lanes) if (lane.waiting.size > 0 && lane.began < (next?.began ?? Infinity)) next = lane;
    return next;
  }

  #laneOf({ lane }: Teller): Lane {
    while (this.#lanes.length <= lane) this.#lanes.push({ waiting: new Set(), began: -Infinity, cost: 0 });
    return this.#lanes[lane]!;
  }

  #plan(): void {
    if (this.#isPlanned || this.#isTelling) return;
    const next = this.#next;
    if (next === undefined) return;
    this.#isPlanned = true;
    const cost = this.#lanes.reduce((sum, lane) => sum + lane.cost, 0);
    const spacing = Math.max(Math.min(cost * SPACING, MAX_SPACING), this.pace.delay(MAX_DELAY));
    const wait = next.began + spacing - this.clock.now();
    if (wait >= 1) this.#timer = this.clock.after(wait, () => this.#begin());
    else this.clock.endOfTurn(() => this.#begin());
  }

  #begin(): void {
    this.#timer = undefined;
    this.#isPlanned = false;
    const lane = this.#next;
    if (lane !== undefined) this.#tell(lane, [...lane.waiting]);
  }

  #tell(lane: Lane, tellers: readonly Teller[]): void {
    const start = this.clock.now();
    let told = 0;
    let news = 0;
    this.#isTelling = true;
    for (const teller of tellers) {
      lane.waiting.delete(teller);
      const count = this.#newsOf(teller);
      if (count > 0) told++;
      news += count;
    }
    this.#finish();
    if (told > 0) {
      const end = this.clock.now();
      this.pace.record(start, end, news / told);
      lane.began = start;
      lane.cost += (end - start - lane.cost) * NEWEST;
    }
    this.#plan();
  }

  #newsOf(teller: Teller): number {
    let count = 0;
    this.#guard(() => (count = teller.tell()));
    return count;
  }

  #finish(): void {
    const callbacks = this.#afterwards;
    this.#afterwards = [];
    this.#isTelling = false;
    for (const callback of callbacks) this.#guard(callback);
  }

  /** What fails is no concern of the others. */
  #guard(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.logger.error('telling what is new of a shared object failed', { error });
    }
  }
}
