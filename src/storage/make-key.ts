import { createHash, randomBytes } from 'node:crypto';
import type { HashedSecret, SigningSecret } from '../application/access-key.js';
import { KEY_PREFIX } from '../application/key-text.js';
import { adobeVerifier, llnwVerifier } from '../application/login-verifiers.js';

/** 192 bits: 32 characters. */
const KEY_BYTES = 24;
const SIGNING_BYTES = 32;
const SALT_BYTES = 6;

export interface NewStreamKey {
  /** The key itself. This is the only time that it is known. */
  readonly shown: string;
  readonly secret: HashedSecret;
}

/**
 * Makes a stream key.
 *
 * @param name of the key, which is the user name of its logins
 * @param salt of its other secrets: who logs in is told one salt, whichever of two keys is meant
 */
export function makeStreamKey(name: string, created: number, salt = randomText(SALT_BYTES)): NewStreamKey {
  const shown = `${KEY_PREFIX}${randomText(KEY_BYTES)}`;
  const secret: HashedSecret = {
    created,
    sha256: createHash('sha256').update(shown).digest('hex'),
    adobe: { salt, verifier: adobeVerifier(name, salt, shown) },
    llnw: llnwVerifier(name, shown),
  };
  return { shown, secret };
}

export function makeSigningSecret(created: number): SigningSecret {
  return { created, secret: randomText(SIGNING_BYTES) };
}

/** A name for a key whose owner gave it none: short, and free of what is mistaken for something else. */
export function makeKeyName(): string {
  const letters = 'abcdefghjkmnpqrstvwxyz23456789';
  return [...randomBytes(6)].map((byte) => letters[byte % letters.length]).join('');
}

function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
