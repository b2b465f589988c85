import type { Clock } from '../../time/clock.js';

/** Milliseconds over which is measured at least, as long as somebody asks that often. */
const WINDOW = 5000;
/** Milliseconds in which the answer is the same: of less, nothing can be said. */
const SAME = 1000;
/** Things that are measured at a time; nobody asks for as many. */
const MAX_MEASURED = 10_000;

/** Bytes a second, received and sent. */
export interface Rates {
  readonly received: number;
  readonly sent: number;
}

interface Reading extends Rates {
  readonly at: number;
}

interface Measured {
  before: Reading;
  latest: Reading;
  rates: Rates;
}

/**
 * How many bytes pass in a second, worked out from totals whenever somebody asks: in the five to ten seconds before, or
 * since one was asked last, if that is longer ago. While nobody asks, nothing is measured.
 */
export class Bandwidth {
  readonly #measured = new Map<string, Measured>();

  constructor(private readonly clock: Clock) {}

  /**
   * @param what tells it from all else that is measured
   * @param totals bytes since it began
   * @param age milliseconds since then: the first answer is the mean of all that time
   */
  of(what: string, { received, sent }: Rates, age: number): Rates {
    const now = { received, sent, at: this.clock.now() };
    const known = this.#measured.get(what);
    if (known === undefined) {
      if (this.#measured.size >= MAX_MEASURED) this.#measured.clear();
      const rates = between({ received: 0, sent: 0, at: now.at - Math.max(SAME, age) }, now);
      this.#measured.set(what, { before: now, latest: now, rates });
      return rates;
    }
    if (now.at - known.latest.at >= WINDOW) [known.before, known.latest] = [known.latest, now];
    if (now.at - known.before.at >= SAME) known.rates = between(known.before, now);
    return known.rates;
  }
}

/** What began anew has counted less than before. */
function between(before: Reading, now: Reading): Rates {
  const rate = (from: number, to: number): number => Math.round((Math.max(0, to - from) * 1000) / (now.at - before.at));
  return { received: rate(before.received, now.received), sent: rate(before.sent, now.sent) };
}
