import type { LinkOptions } from './link-options.js';

/** So many times the longest that an answer took lately the other side may be silent. */
const LONGEST_TIMES = 4;
/** What is left of that after each quicker answer: a slow moment is forgotten within some ten signs of life. */
const FORGETTING = 0.8;
/** Milliseconds by which a look may be late without a doubt whether what came has been read. */
const LATE = 50;

/** What is to be done about the other side: nothing, ask it for a sign of life, give it up. */
export type Diagnosis = 'well' | 'ask' | 'silent';

/**
 * Tells a side that is gone from one that is busy. One that took long to answer lately may take long again, and time in
 * which this side did not look itself, because its machine was busy or asleep, is nobody's silence.
 */
export class LinkPulse {
  #heardAt: number;
  #askedAt: number;
  #dueAt: number;
  #longest = 0;
  /** It was looked at too late, and is given the time to be read. */
  #isReprieved = false;

  /**
   * @param now milliseconds, as everywhere here
   * @param patience milliseconds of silence after which a side that answers quickly is given up: `options.silence` at
   *   most, and two signs of life at least
   */
  constructor(
    private readonly options: Pick<LinkOptions, 'pingPeriod' | 'silence'>,
    private readonly patience: () => number,
    now: number,
  ) {
    this.#heardAt = this.#askedAt = this.#dueAt = now;
  }

  /** Something came. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#isReprieved = false;
  }

  /** A sign of life was answered after so long. */
  answered(roundTrip: number): void {
    this.#longest = Math.max(roundTrip, this.#longest * FORGETTING);
  }

  /** Milliseconds until {@link look} is to be called. */
  wait(now: number): number {
    this.#dueAt = Math.min(this.#askedAt + this.options.pingPeriod, this.#heardAt + this.#limit);
    return Math.max(0, this.#dueAt - now);
  }

  look(now: number): Diagnosis {
    const late = Math.max(0, now - this.#dueAt);
    this.#heardAt = Math.min(now, this.#heardAt + late);
    if (this.silence(now) >= this.#limit && (late < LATE || this.#isReprieved)) return 'silent';
    if (this.silence(now) >= this.#limit) {
      this.#isReprieved = true;
      this.#heardAt = now - this.#limit + this.options.pingPeriod;
    }
    if (now - this.#askedAt < this.options.pingPeriod) return 'well';
    this.#askedAt = now;
    return 'ask';
  }

  /** Milliseconds in which nothing came though this side was listening. */
  silence(now: number): number {
    return now - this.#heardAt;
  }

  get #limit(): number {
    const { pingPeriod, silence } = this.options;
    const limit = Math.min(silence, Math.max(this.patience(), this.#longest * LONGEST_TIMES));
    return Math.max(limit, 2 * pingPeriod);
  }
}
