import type { AccessKey, SigningKey, SigningSecret, StreamAction, StreamKey } from '../application/access-key.js';
import { isKeyName, isSecretValid, objectionToKey } from '../application/access-key.js';
import type { Changed } from './key-file.js';
import { makeKeyName, makeSigningSecret, makeStreamKey } from './make-key.js';

/** What is asked of the keys cannot be done. The message says why, for the person who asks. */
export class KeyChangeError extends Error {
  override readonly name = 'KeyChangeError';
}

export interface NewKeyTerms {
  /** Undefined for one that is made up. */
  readonly name?: string;
  readonly application: string;
  readonly instance: string;
  readonly stream: string;
  readonly actions: readonly StreamAction[];
  readonly expires?: number;
}

/** A key that was made, and the key itself, which nobody will know again. */
export interface ShownKey {
  readonly key: AccessKey;
  readonly shown: string;
}

type Change<Result> = (keys: readonly AccessKey[]) => Changed<Result>;

/** Adds a stream key. A revoked key gives up its name. */
export function addStreamKey(terms: NewKeyTerms, now: number): Change<ShownKey> {
  return (keys) => {
    const name = freeName(keys, terms.name);
    const { shown, secret } = makeStreamKey(name, now);
    const key: StreamKey = { ...terms, kind: 'stream', name, created: now, secrets: [secret] };
    return { keys: [...without(keys, name), key], result: { key, shown } };
  };
}

/** Adds a key that addresses are signed with. */
export function addSigningKey(terms: NewKeyTerms, now: number): Change<ShownKey> {
  return (keys) => {
    const name = freeName(keys, terms.name);
    const secret = makeSigningSecret(now);
    const key: SigningKey = { ...terms, kind: 'signing', name, created: now, secrets: [secret] };
    return { keys: [...without(keys, name), key], result: { key, shown: secret.secret } };
  };
}

/**
 * Gives a key a new secret. The old one stays valid until `oldUntil`; one that was left from a rotation
 * before is valid no longer, so that there are never more than two.
 */
export function rotateKey(name: string, oldUntil: number, now: number): Change<ShownKey> {
  return (keys) => {
    const old = present(keys, name);
    if (old.kind === 'signing') {
      const secret = makeSigningSecret(now);
      const key = { ...old, secrets: [secret, ...retired(old.secrets, oldUntil, now)] };
      return { keys: replaced(keys, key), result: { key, shown: secret.secret } };
    }
    const { shown, secret } = makeStreamKey(name, now, old.secrets[0]?.adobe.salt);
    const key = { ...old, secrets: [secret, ...retired(old.secrets, oldUntil, now)] };
    return { keys: replaced(keys, key), result: { key, shown } };
  };
}

/** Revokes a key for good. It stays in the list, so that the log can name it when somebody still uses it. */
export function revokeKey(name: string, now: number): Change<AccessKey> {
  return (keys) => {
    const key = { ...present(keys, name), revoked: now };
    return { keys: replaced(keys, key), result: key };
  };
}

/** The newest key that may sign an address for this, and its newest secret; undefined if there is none. */
export function signerFor(
  keys: readonly AccessKey[],
  use: Parameters<typeof objectionToKey>[1],
  now: number,
): { key: SigningKey; secret: SigningSecret } | undefined {
  const signers = keys.filter((key) => key.kind === 'signing');
  const key = signers.findLast((candidate) => objectionToKey(candidate, use, now) === undefined);
  const secret = key?.secrets[0];
  return key === undefined || secret === undefined ? undefined : { key, secret };
}

function retired<Secret extends { readonly created: number; readonly validUntil?: number }>(
  secrets: readonly Secret[],
  until: number,
  now: number,
): Secret[] {
  const [newest] = secrets;
  return newest === undefined || until <= now || !isSecretValid(newest, now) ? [] : [{ ...newest, validUntil: until }];
}

function present(keys: readonly AccessKey[], name: string): AccessKey {
  const key = keys.find((candidate) => candidate.name === name);
  if (key === undefined)
    throw new KeyChangeError(`There is no key ${name}. "afterglow key list" shows those there are.`);
  if (key.revoked !== undefined) throw new KeyChangeError(`The key ${name} is revoked already.`);
  return key;
}

function freeName(keys: readonly AccessKey[], wanted: string | undefined): string {
  const name = wanted ?? makeKeyName();
  if (!isKeyName(name)) throw new KeyChangeError('A name is 1 to 64 letters, digits, dots, hyphens and underscores.');
  if (keys.some((key) => key.name === name && key.revoked === undefined))
    throw new KeyChangeError(`There is a key ${name} already. "afterglow key rotate ${name}" gives it a new secret.`);
  return name;
}

function without(keys: readonly AccessKey[], name: string): AccessKey[] {
  return keys.filter((key) => key.name !== name);
}

function replaced(keys: readonly AccessKey[], changed: AccessKey): AccessKey[] {
  return keys.map((key) => (key.name === changed.name ? changed : key));
}
