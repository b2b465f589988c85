import type { Clock } from '../../time/clock.js';

/** Wrong passwords without consequences. */
const FREE_PER_ADDRESS = 5;
/** More: somebody may try from many addresses, and the one whose name it is shall still get in. */
const FREE_PER_USER = 20;
/** Milliseconds that one has to wait after the first that is too many; twice as long after each that follows. */
const FIRST_WAIT = 1000;
const MAX_WAIT = 5 * 60_000;
/** Milliseconds after which all is forgotten. */
const MEMORY = 15 * 60_000;
/** Addresses and names that are remembered; the oldest is forgotten for another. */
const MAX_ENTRIES = 10_000;

interface Entry {
  failures: number;
  at: number;
}

/** Slows down who tries passwords, by address and by the name that is tried. */
export class LoginThrottle {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  /** Milliseconds until the next try is looked at; 0 for now. */
  wait(address: string, user: string): number {
    return Math.max(this.#wait(addressKey(address), FREE_PER_ADDRESS), this.#wait(userKey(user), FREE_PER_USER));
  }

  /** A try begins: until {@link succeeded} it counts as wrong, so that many at once are not all looked at. */
  tried(address: string, user: string): void {
    for (const key of [addressKey(address), userKey(user)]) this.#count(key);
  }

  succeeded(address: string, user: string): void {
    this.#entries.delete(addressKey(address));
    this.#entries.delete(userKey(user));
  }

  #wait(key: string, free: number): number {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.failures < free) return 0;
    const since = this.clock.now() - entry.at;
    if (since >= MEMORY) return 0;
    return Math.max(0, Math.min(MAX_WAIT, FIRST_WAIT * 2 ** Math.min(20, entry.failures - free)) - since);
  }

  #count(key: string): void {
    const now = this.clock.now();
    const entry = this.#entries.get(key);
    const failures = entry === undefined || now - entry.at >= MEMORY ? 0 : entry.failures;
    // What was counted last stands last.
    this.#entries.delete(key);
    this.#entries.set(key, { failures: failures + 1, at: now });
    if (this.#entries.size <= MAX_ENTRIES) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** Whoever has an IPv6 address has all of its /64. */
function addressKey(address: string): string {
  return `a ${address.includes(':') ? address.split(':').slice(0, 4).join(':') : address}`;
}

function userKey(user: string): string {
  return `u ${user}`;
}
