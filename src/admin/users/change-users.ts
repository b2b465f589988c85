import { createHash, randomBytes } from 'node:crypto';
import type { Changed } from '../../storage/common-file.js';
import type { PasswordRecord, TokenRecord, UserRecord, UserRecords } from '../../storage/user-records.js';
import type { Role } from '../api/schema/users.js';
import { UserChangeError } from './user-change-error.js';

type Change<Result> = (records: UserRecords) => Changed<UserRecords, Result>;

/** Tokens of one user. */
const MAX_TOKENS = 50;
const TOKEN_PREFIX = 'aft_';
const TOKEN_BYTES = 32;

export interface NewUserTerms {
  readonly name: string;
  readonly role: Role;
  readonly virtualHost?: string | undefined;
  readonly password: PasswordRecord;
}

export function addUser({ name, role, virtualHost, password }: NewUserTerms, now: number): Change<UserRecord> {
  return (records) => {
    if (records.users.some((one) => one.name === name))
      throw new UserChangeError('conflict', `There is a user ${name} already; choose another name.`);
    const terms = { name, role, ...(virtualHost === undefined ? {} : { virtualHost }) };
    const user: UserRecord = { ...terms, created: now, passwordChanged: now, password };
    return { content: { ...records, users: [...records.users, user] }, result: user };
  };
}

/** What is to be otherwise of a user. */
export interface UserTerms {
  readonly role?: Role | undefined;
  /** Null: not limited any more. */
  readonly virtualHost?: string | null | undefined;
  readonly password?: PasswordRecord | undefined;
}

/** Changes a user. Somebody must be left who can change users. */
export function changeUser(name: string, terms: UserTerms, now: number): Change<UserRecord> {
  return (records) => {
    const before = present(records, name);
    const { virtualHost: limit, ...unlimited } = before;
    const host = terms.virtualHost === undefined ? limit : (terms.virtualHost ?? undefined);
    const user: UserRecord = {
      ...unlimited,
      role: terms.role ?? before.role,
      ...(host === undefined ? {} : { virtualHost: host }),
      ...(terms.password === undefined ? {} : { password: terms.password, passwordChanged: now }),
    };
    const users = records.users.map((one) => (one.name === name ? user : one));
    return { content: keepingOne({ ...records, users }), result: user };
  };
}

/** Removes a user, and the tokens of that user. */
export function removeUser(name: string): Change<UserRecord> {
  return (records) => {
    const user = present(records, name);
    const users = records.users.filter((one) => one !== user);
    const tokens = records.tokens.filter((one) => one.user !== name);
    return { content: keepingOne({ users, tokens }), result: user };
  };
}

export interface NewTokenTerms {
  readonly name: string;
  readonly user: string;
  readonly role: Role;
  readonly expires?: number | undefined;
}

/** A token that was made, and the token itself, which nobody will know again. */
export interface ShownToken {
  readonly token: TokenRecord;
  readonly shown: string;
}

export function addToken({ name, user, role, expires }: NewTokenTerms, now: number): Change<ShownToken> {
  return (records) => {
    present(records, user);
    const own = records.tokens.filter((one) => one.user === user);
    if (own.some((one) => one.name === name))
      throw new UserChangeError('conflict', `There is a token ${name} already; choose another name, or delete it.`);
    if (own.length >= MAX_TOKENS)
      throw new UserChangeError('conflict', `There are ${MAX_TOKENS} tokens already; delete one that is not used.`);
    const shown = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
    const terms = { name, user, role, created: now, ...(expires === undefined ? {} : { expires }) };
    const token: TokenRecord = { ...terms, sha256: tokenHash(shown) };
    return { content: { ...records, tokens: [...records.tokens, token] }, result: { token, shown } };
  };
}

export function removeToken(user: string, name: string): Change<TokenRecord> {
  return (records) => {
    const token = records.tokens.find((one) => one.user === user && one.name === name);
    if (token === undefined) throw new UserChangeError('not-found', `There is no token ${name}.`);
    return { content: { ...records, tokens: records.tokens.filter((one) => one !== token) }, result: token };
  };
}

/** What recognises a token: 64 hexadecimal digits. */
export function tokenHash(shown: string): string {
  return createHash('sha256').update(shown).digest('hex');
}

function present({ users }: UserRecords, name: string): UserRecord {
  const user = users.find((one) => one.name === name);
  if (user === undefined)
    throw new UserChangeError('not-found', `There is no user ${name}. "afterglow user list" shows those there are.`);
  return user;
}

function keepingOne(records: UserRecords): UserRecords {
  if (records.users.some(({ role, virtualHost }) => role === 'administrator' && virtualHost === undefined))
    return records;
  throw new UserChangeError('not-possible', 'Nobody could change users any more: make another administrator first.');
}
