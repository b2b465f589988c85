import { matchesPattern } from './text-pattern.js';

/** What somebody may want of a stream. */
export type StreamAction = 'publish' | 'play';

/** Where a key is shown: what is wanted of which stream of which instance. */
export interface KeyUse {
  readonly action: StreamAction;
  readonly application: string;
  readonly instance: string;
  /** Undefined while the stream is not known yet, as when a client logs in before it names one. */
  readonly stream: string | undefined;
}

/** What all keys have in common. Dates are milliseconds since 1970 UTC. */
interface KeyTerms {
  /** Unique, 1 to 64 letters, digits, dots, hyphens and underscores; also the user name of a login. */
  readonly name: string;
  /** An application, an instance and streams; `*` stands for any characters. */
  readonly application: string;
  readonly instance: string;
  readonly stream: string;
  readonly actions: readonly StreamAction[];
  readonly created: number;
  readonly expires?: number;
  readonly revoked?: number;
}

/** A key that is shown as it is, in an address or as a password. */
export interface StreamKey extends KeyTerms {
  readonly kind: 'stream';
  readonly secrets: readonly HashedSecret[];
}

/** A secret that addresses are signed with. It never leaves the server and whoever signs. */
export interface SigningKey extends KeyTerms {
  readonly kind: 'signing';
  readonly secrets: readonly SigningSecret[];
}

export type AccessKey = StreamKey | SigningKey;

interface SecretTerms {
  readonly created: number;
  /** Until when it is valid after another took its place; it has no end of its own otherwise. */
  readonly validUntil?: number;
}

/**
 * What is kept of a stream key. SHA-256 without salt and without stretching is right for 192 random
 * bits: there is no dictionary to try and no table to look them up in; both protect passwords that
 * people think of. The verifiers exist because the two logins compare hashes that are made of MD5s of
 * user and password, and so can be checked without the key. Each is as good as the key for its own
 * login, and for nothing else.
 */
export interface HashedSecret extends SecretTerms {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** Base64 of MD5(name + salt + key). */
  readonly adobe: { readonly salt: string; readonly verifier: string };
  /** Hexadecimal MD5(name:live:key). */
  readonly llnw: string;
}

export interface SigningSecret extends SecretTerms {
  /** 32 bytes as base64url. An HMAC cannot be checked with a hash of its secret. */
  readonly secret: string;
}

/** 1 to 64 characters that need no escape in an address, a file and a log. */
export function isKeyName(name: string): boolean {
  return /^[A-Za-z0-9._-]{1,64}$/.test(name);
}

/** Why `key` is of no use here at `now`, for the log; undefined if it is of use. */
export function objectionToKey(key: AccessKey, use: KeyUse, now: number): string | undefined {
  if (key.revoked !== undefined) return `key ${key.name} is revoked`;
  if (key.expires !== undefined && now >= key.expires) return `key ${key.name} has expired`;
  if (!key.actions.includes(use.action)) return `key ${key.name} is not for ${use.action}`;
  if (!matchesPattern(key.application, use.application)) return `key ${key.name} is for application ${key.application}`;
  if (!matchesPattern(key.instance, use.instance)) return `key ${key.name} is for instance ${key.instance}`;
  if (use.stream !== undefined && !matchesPattern(key.stream, use.stream))
    return `key ${key.name} is for stream ${key.stream}`;
  return undefined;
}

/** Whether a secret is neither replaced nor past the time that was left to it. */
export function isSecretValid({ validUntil }: SecretTerms, now: number): boolean {
  return validUntil === undefined || now < validUntil;
}
