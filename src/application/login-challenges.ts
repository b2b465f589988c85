import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../time/clock.js';
import { equalSecrets } from './equal-secrets.js';

/** Milliseconds in which an encoder must answer. It connects anew to do so. */
const LIFETIME = 30_000;

/**
 * The challenges of logins. Each step of a login is a connection of its own, and whoever connects may
 * ask for a challenge; so nothing is kept of those given out: a challenge says itself when it was made,
 * and for whom, and is signed. Kept is only what was answered rightly, because that counts once.
 */
export class LoginChallenges {
  readonly #secret = randomBytes(32);
  readonly #answered = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** A challenge for `user`: some thirty characters that need no escape. */
  issue(user: string): string {
    const body = `${Math.floor(this.clock.now()).toString(36)}.${randomBytes(9).toString('base64url')}`;
    return `${body}.${this.#mark(body, user)}`;
  }

  /** Whether this is a challenge for `user` that may still be answered. */
  isOpen(challenge: string, user: string): boolean {
    const [time = '', random = '', mark = ''] = challenge.split('.');
    if (!equalSecrets(mark, this.#mark(`${time}.${random}`, user))) return false;
    return this.clock.now() - Number.parseInt(time, 36) < LIFETIME && !this.#answered.has(challenge);
  }

  /** The challenge was answered; it will not be open again. */
  close(challenge: string): void {
    const now = this.clock.now();
    for (const [old, until] of this.#answered) {
      if (until > now) break;
      this.#answered.delete(old);
    }
    this.#answered.set(challenge, now + LIFETIME);
  }

  /** What nobody else can make of a name: the salt of a user there is not, always the same for the same name. */
  saltOf(user: string): string {
    return this.#mark('salt', user).slice(0, 8);
  }

  #mark(body: string, user: string): string {
    return createHmac('sha256', this.#secret).update(`${body} ${user}`).digest('base64url').slice(0, 16);
  }
}
