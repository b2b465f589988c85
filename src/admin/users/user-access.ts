import { createHmac, randomBytes } from 'node:crypto';
import type { UserRecord, UserRecords } from '../../storage/user-records.js';
import type { Clock } from '../../time/clock.js';
import { tokenHash } from './change-users.js';
import { LoginThrottle } from './login-throttle.js';
import { hashPassword, verifyPassword } from './passwords.js';
import type { Principal } from './principal.js';
import { lesserRole } from './principal.js';
import { isCsrfToken, Sessions } from './sessions.js';
import type { LoginSession } from './sessions.js';

/** Milliseconds for which a password that was right need not be worked out again: some send it with every request. */
const REMEMBERED = 60_000;
const MAX_REMEMBERED = 1000;

/** Why somebody was not let in: `retryAfter` milliseconds must pass before another try is looked at. */
export interface LoginFailure {
  readonly failure: 'wrong-password' | 'too-many-logins';
  readonly retryAfter?: number;
}

export interface NewLogin {
  readonly cookie: string;
  readonly session: LoginSession;
  readonly principal: Principal;
}

/** A browser that is logged in. */
export interface SessionPrincipal {
  readonly principal: Principal;
  readonly session: LoginSession;
}

export function isLoginFailure(answer: object): answer is LoginFailure {
  return 'failure' in answer;
}

/** Who may use the console, the REST API and the administration API of FMS: passwords, sessions and tokens. */
export class UserAccess {
  readonly sessions: Sessions;
  readonly #throttle: LoginThrottle;
  readonly #lastLogins = new Map<string, number>();
  /** By a key that nobody knows outside of this process. */
  readonly #remembered = new Map<string, number>();
  readonly #secret = randomBytes(32);
  #records: UserRecords = { users: [], tokens: [] };
  /** What a password of nobody is compared with, so that it takes as long as that of somebody. */
  #nobody: ReturnType<typeof hashPassword> | undefined;

  /** @param timeout milliseconds after which a login ends that asks for nothing */
  constructor(
    private readonly clock: Clock,
    timeout: () => number,
  ) {
    this.sessions = new Sessions(clock, timeout);
    this.#throttle = new LoginThrottle(clock);
  }

  get users(): readonly UserRecord[] {
    return this.#records.users;
  }

  get tokens(): UserRecords['tokens'] {
    return this.#records.tokens;
  }

  /** Takes over who there is now. Who is there no more is logged out with the next request. */
  replace(records: UserRecords): void {
    this.#records = records;
    this.#remembered.clear();
  }

  user(name: string): UserRecord | undefined {
    return this.#records.users.find((one) => one.name === name);
  }

  /** Milliseconds since 1970, since the server runs. */
  lastLogin(name: string): number | undefined {
    return this.#lastLogins.get(name);
  }

  /** Whether name and password are right, from whatever way they come. */
  async authenticate(name: string, password: string, address: string): Promise<Principal | LoginFailure> {
    const user = this.user(name);
    const known = this.#keyOf(name, password);
    const until = this.#remembered.get(known);
    if (user !== undefined && until !== undefined && until > this.clock.now()) return principalOf(user, 'password');
    const retryAfter = this.#throttle.wait(address, name);
    if (retryAfter > 0) return { failure: 'too-many-logins', retryAfter };
    this.#throttle.tried(address, name);
    const record = user?.password ?? (await (this.#nobody ??= hashPassword('')));
    const isRight = await verifyPassword(password, record);
    // The user may have gone meanwhile, or have another password.
    const now = this.user(name);
    if (!isRight || user === undefined || now?.password.hash !== record.hash) return { failure: 'wrong-password' };
    this.#throttle.succeeded(address, name);
    this.#remember(known);
    this.#lastLogins.set(name, this.clock.date());
    return principalOf(now, 'password');
  }

  /** Begins a session for a browser. */
  async login(name: string, password: string, address: string): Promise<NewLogin | LoginFailure> {
    const answer = await this.authenticate(name, password, address);
    if (isLoginFailure(answer)) return answer;
    const { cookie, session } = this.sessions.begin(name, this.user(name)!.passwordChanged);
    return { cookie, session, principal: { ...answer, by: 'session' } };
  }

  /**
   * Who has that cookie; undefined if nobody has.
   *
   * @param isUse the session goes on by that
   */
  bySession(cookie: string, isUse = true): SessionPrincipal | undefined {
    const session = this.sessions.find(cookie, isUse);
    if (session === undefined) return undefined;
    const user = this.user(session.user);
    if (user?.passwordChanged === session.passwordChanged) return { session, principal: principalOf(user, 'session') };
    this.sessions.end(cookie);
    return undefined;
  }

  /** Who has that token; undefined if nobody has. */
  byToken(shown: string): Principal | undefined {
    const sha256 = tokenHash(shown);
    const token = this.#records.tokens.find((one) => one.sha256 === sha256);
    if (token === undefined || (token.expires !== undefined && this.clock.date() >= token.expires)) return undefined;
    const user = this.user(token.user);
    return user && { ...principalOf(user, `token ${token.name}`), role: lesserRole(token.role, user.role) };
  }

  isCsrfToken(session: LoginSession, given: unknown): boolean {
    return isCsrfToken(session, given);
  }

  #remember(known: string): void {
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(known, this.clock.now() + REMEMBERED);
  }

  #keyOf(name: string, password: string): string {
    return createHmac('sha256', this.#secret).update(`${name}\0${password}`).digest('base64');
  }
}

function principalOf({ name, role, virtualHost }: UserRecord, by: string): Principal {
  return { user: name, role, by, ...(virtualHost === undefined ? {} : { virtualHost }) };
}
