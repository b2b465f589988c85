import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';

/** Milliseconds between two log lines about connections refused by the same rule. */
const INTERVAL = 1000;

/** Tells of refused connections, one line per rule and second: a flood must not become a flood of log lines. */
export class RefusalLog {
  readonly #refusals = new Map<string, { loggedAt: number; count: number }>();

  /** @param place the keys that rule here: `adaptor` */
  constructor(
    private readonly place: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @param broken the rule by its key, of which there are few; no word of the peer's */
  refused(address: string, broken: string): void {
    const rule = `${this.place}.${broken}`;
    const now = this.clock.now();
    const refusal = this.#refusals.get(rule) ?? { loggedAt: -Infinity, count: 0 };
    this.#refusals.set(rule, refusal);
    refusal.count++;
    if (now - refusal.loggedAt < INTERVAL) return;
    this.logger.warn('refused a connection', { address, rule, refused: refusal.count });
    refusal.loggedAt = now;
    refusal.count = 0;
  }
}
