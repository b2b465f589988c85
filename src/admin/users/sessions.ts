import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../time/clock.js';

/** Logins at a time: of all, and of one user. The oldest ends for a new one. */
const MAX_SESSIONS = 1000;
const MAX_PER_USER = 20;
/** Milliseconds after which one logs in again, however busy: a console that is open somewhere asks all the time. */
const MAX_AGE = 30 * 24 * 3600 * 1000;

export interface LoginSession {
  readonly user: string;
  /** To be sent with whatever changes something. */
  readonly csrf: string;
  /** Of the user when the session began: it ends when the password changes. */
  readonly passwordChanged: number;
}

interface Entry extends LoginSession {
  readonly begunAt: number;
  usedAt: number;
}

/** Who is logged in with a browser. Known by hash only: whoever reads the memory of the server has no cookie by that. */
export class Sessions {
  readonly #entries = new Map<string, Entry>();

  /** @param timeout milliseconds without a request after which a session ends */
  constructor(
    private readonly clock: Clock,
    private readonly timeout: () => number,
  ) {}

  /** Begins one. @returns the value of the cookie */
  begin(user: string, passwordChanged: number): { readonly cookie: string; readonly session: LoginSession } {
    this.#makeRoom(user);
    const cookie = randomBytes(32).toString('base64url');
    const csrf = randomBytes(24).toString('base64url');
    const now = this.clock.now();
    const session: Entry = { user, csrf, passwordChanged, begunAt: now, usedAt: now };
    this.#entries.set(hash(cookie), session);
    return { cookie, session };
  }

  /**
   * The session of a cookie; undefined if it is over or there never was one.
   *
   * @param isUse it goes on by being asked for
   */
  find(cookie: string, isUse = true): LoginSession | undefined {
    const key = hash(cookie);
    const session = this.#entries.get(key);
    if (session === undefined) return undefined;
    const now = this.clock.now();
    if (now - session.usedAt > this.timeout() || now - session.begunAt > MAX_AGE) {
      this.#entries.delete(key);
      return undefined;
    }
    if (!isUse) return session;
    this.#entries.delete(key);
    // What was used last stands last.
    this.#entries.set(key, session);
    session.usedAt = now;
    return session;
  }

  end(cookie: string): void {
    this.#entries.delete(hash(cookie));
  }

  /** Ends all sessions of a user, but that of `cookie`. */
  endAll(user: string, cookie?: string): void {
    const kept = cookie === undefined ? undefined : hash(cookie);
    for (const [key, session] of this.#entries) if (session.user === user && key !== kept) this.#entries.delete(key);
  }

  #makeRoom(user: string): void {
    const now = this.clock.now();
    for (const [key, { usedAt }] of this.#entries) {
      if (now - usedAt <= this.timeout()) break;
      this.#entries.delete(key);
    }
    const own = [...this.#entries].filter(([, session]) => session.user === user);
    if (own.length >= MAX_PER_USER) this.#entries.delete(own[0]![0]);
    if (this.#entries.size < MAX_SESSIONS) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** Whether a request that changes something was made by our own page. */
export function isCsrfToken(session: LoginSession, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  return timingSafeEqual(Buffer.from(hash(given)), Buffer.from(hash(session.csrf)));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
