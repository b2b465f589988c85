import type { UserFile } from '../../storage/user-file.js';
import type { UserRecord } from '../../storage/user-records.js';
import type { Clock } from '../../time/clock.js';
import { addToken, addUser, changeUser, removeToken, removeUser } from '../users/change-users.js';
import { hashPassword, makePassword } from '../users/passwords.js';
import { lesserRole } from '../users/principal.js';
import type { Principal } from '../users/principal.js';
import type { UserAccess } from '../users/user-access.js';
import { isLoginFailure } from '../users/user-access.js';
import { ApiError } from './api-error.js';
import type { MadeToken, MadeUser, NewToken, NewUser, Token, User, UserChange } from './schema/users.js';

/** The name of who is made when there is nobody yet. */
const FIRST_USER = 'admin';

/** Changes who may use the administration. What is changed holds at once, and is in the file. */
export class Accounts {
  constructor(
    private readonly file: UserFile,
    private readonly access: UserAccess,
    private readonly clock: Clock,
  ) {}

  list(): User[] {
    return this.access.users.map((record) => this.#shown(record));
  }

  /**
   * Makes an administrator if there is no file of users yet.
   *
   * @returns what to log in with, to be shown once; undefined if there was a file
   */
  async makeFirst(): Promise<{ readonly name: string; readonly password: string } | undefined> {
    if (await this.file.exists()) return undefined;
    const { password } = await this.add({ name: FIRST_USER, role: 'administrator' });
    return { name: FIRST_USER, password: password! };
  }

  /** @returns the password too, if none was given */
  async add({ name, role, virtualHost, password }: NewUser): Promise<MadeUser> {
    const chosen = password ?? makePassword();
    const terms = { name, role, virtualHost, password: await hashPassword(chosen) };
    const record = await this.#change(addUser(terms, this.clock.date()));
    return { user: this.#shown(record), ...(password === undefined ? { password: chosen } : {}) };
  }

  async change(name: string, { role, virtualHost, password }: UserChange): Promise<User> {
    const hashed = password === undefined ? undefined : await hashPassword(password);
    return this.#shown(
      await this.#change(changeUser(name, { role, virtualHost, password: hashed }, this.clock.date())),
    );
  }

  async remove(name: string): Promise<void> {
    await this.#change(removeUser(name));
    this.access.sessions.endAll(name);
  }

  /** Changes the password of who asks; other logins of that user end. */
  async changePassword(user: string, current: string, password: string, address: string): Promise<void> {
    const answer = await this.access.authenticate(user, current, address);
    if (isLoginFailure(answer)) throw loginError(answer.retryAfter);
    await this.change(user, { password });
  }

  tokens(user: string): Token[] {
    return this.access.tokens.filter((token) => token.user === user).map(({ sha256: _sha256, ...token }) => token);
  }

  /** A token may no more than who makes it. */
  async addToken(principal: Principal, { name, role, expires }: NewToken): Promise<MadeToken> {
    const terms = { name, user: principal.user, role: lesserRole(role ?? principal.role, principal.role), expires };
    const { token, shown } = await this.#change(addToken(terms, this.clock.date()));
    const { sha256: _sha256, ...rest } = token;
    return { token: rest, shown };
  }

  async removeToken(user: string, name: string): Promise<void> {
    await this.#change(removeToken(user, name));
  }

  async #change<Result>(change: Parameters<typeof this.file.update<Result>>[0]): Promise<Result> {
    const { content, result } = await this.file.update((before) => {
      const changed = change(before);
      return { content: changed.content, result: changed };
    });
    this.access.replace(content);
    return result;
  }

  #shown({ password: _password, ...user }: UserRecord): User {
    const lastLogin = this.access.lastLogin(user.name);
    return { ...user, ...(lastLogin === undefined ? {} : { lastLogin }) };
  }
}

/** @param retryAfter milliseconds; undefined if the password was wrong */
export function loginError(retryAfter: number | undefined): ApiError {
  if (retryAfter === undefined) return new ApiError('wrong-password', 'The name or the password is wrong.');
  const seconds = Math.ceil(retryAfter / 1000);
  const message = `Too many wrong passwords: try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  return new ApiError('too-many-logins', message, { retryAfter });
}
