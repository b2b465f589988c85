import type { Ban } from '../../admin/api/schema/clients.js';
import { canonicalAddress } from '../../application/canonical-address.js';
import type { Hook } from '../../application/hook.js';
import type { Clock } from '../../time/clock.js';

/** Addresses at a time; the oldest goes for another. */
const MAX_BANS = 10_000;

/** What one ban is for, and how long. */
export interface BanTerms {
  readonly reason: string;
  /** The user who did it. */
  readonly by: string;
  /** Milliseconds since 1970; until it is lifted if undefined. */
  readonly until?: number | undefined;
}

/** Addresses that an operator lets in no more: a step of the gate before every application. */
export class Bans {
  readonly #bans = new Map<string, Ban>();
  readonly hook: Hook = {
    name: 'bans',
    onConnect: ({ facts }) => {
      const ban = this.#find(canonicalAddress(facts.address) ?? facts.address);
      if (ban === undefined) return undefined;
      this.#bans.set(ban.address, { ...ban, refused: ban.refused + 1 });
      const why = ban.reason === '' ? '' : `: ${ban.reason}`;
      return { rule: `banned by ${ban.by}${why}`, reason: 'denied', description: 'You are not welcome here.' };
    },
  };

  constructor(private readonly clock: Clock) {}

  get list(): Ban[] {
    return [...this.#bans.keys()].flatMap((address) => this.#find(address) ?? []);
  }

  add(address: string, { reason, by, until }: BanTerms): void {
    const canonical = canonicalAddress(address) ?? address;
    this.#bans.delete(canonical);
    const since = this.clock.date();
    const [oldest] = this.#bans.keys();
    if (this.#bans.size >= MAX_BANS && oldest !== undefined) this.#bans.delete(oldest);
    const terms = { address, reason, by, since, refused: 0 };
    this.#bans.set(canonical, { ...terms, ...(until === undefined ? {} : { until }) });
  }

  /** False if it was not banned. */
  remove(address: string): boolean {
    return this.#bans.delete(canonicalAddress(address) ?? address);
  }

  #find(address: string): Ban | undefined {
    const ban = this.#bans.get(address);
    if (ban?.until === undefined || ban.until > this.clock.date()) return ban;
    this.#bans.delete(address);
    return undefined;
  }
}
