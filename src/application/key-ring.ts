import { createHash } from 'node:crypto';
import type { Clock } from '../time/clock.js';
import type { AccessKey, HashedSecret, KeyUse, SigningSecret, StreamKey } from './access-key.js';
import { isSecretValid, objectionToKey } from './access-key.js';
import type { AddressSignature } from './signed-address.js';
import { isSignedWith } from './signed-address.js';

/** The key by which somebody was let in: as long as it is valid, what they do may go on. */
export interface KeyGrant {
  readonly key: AccessKey;
  /** Which of its secrets. */
  readonly secret: HashedSecret | SigningSecret;
}

/** Why a key or a signature is of no use, for the log. It never quotes what was shown. */
export interface KeyObjection {
  readonly because: string;
}

/** The keys that there are at present. */
export class KeyRing {
  #keys: readonly AccessKey[] = [];
  #bySha256 = new Map<string, { key: StreamKey; secret: HashedSecret }>();
  #byName = new Map<string, AccessKey>();

  constructor(private readonly clock: Clock) {}

  get keys(): readonly AccessKey[] {
    return this.#keys;
  }

  /** Takes other keys in place of those there were. */
  replace(keys: readonly AccessKey[]): void {
    this.#keys = keys;
    this.#byName = new Map(keys.map((key) => [key.name, key]));
    const streamKeys = keys.filter((key) => key.kind === 'stream');
    this.#bySha256 = new Map(
      streamKeys.flatMap((key) => key.secrets.map((secret) => [secret.sha256, { key, secret }] as const)),
    );
  }

  /** The stream key that a client logs in with, valid or not. */
  streamKey(name: string): StreamKey | undefined {
    const key = this.#byName.get(name);
    return key?.kind === 'stream' ? key : undefined;
  }

  /**
   * Judges a key as it was shown. It is looked up by its hash, so that the time this takes tells nothing
   * of the keys there are.
   */
  check(shown: string, use: KeyUse): KeyGrant | KeyObjection {
    const found = this.#bySha256.get(createHash('sha256').update(shown).digest('hex'));
    return found === undefined ? { because: 'there is no such key' } : this.judge(found, use);
  }

  /** Judges what has been recognised, now or before, by its hash, its verifier or its signature. */
  judge(grant: KeyGrant, use: KeyUse): KeyGrant | KeyObjection {
    const now = this.clock.date();
    const present = this.#present(grant);
    if (present === undefined) return { because: `key ${grant.key.name} is not what it was` };
    const because =
      objectionToKey(present.key, use, now) ??
      (isSecretValid(present.secret, now) ? undefined : `key ${grant.key.name} was rotated, and this is the old one`);
    return because === undefined ? present : { because };
  }

  /** Judges a signed address, shown by a client at `from`. The date of this machine decides whether it has expired. */
  checkSignature(
    { signer, signature, ...signed }: AddressSignature,
    use: KeyUse & { readonly stream: string },
    stream: string,
    from: string,
  ): KeyGrant | KeyObjection {
    const key = this.#byName.get(signer);
    if (key?.kind !== 'signing') return { because: 'there is no signing key of that name' };
    const { action, application, instance } = use;
    const terms = { action, application, instance, stream, ...signed };
    const secret = key.secrets.find((candidate) => isSignedWith(candidate.secret, terms, signature));
    if (secret === undefined) return { because: `the signature is not one of ${key.name} for this address` };
    if (this.clock.date() >= signed.expires * 1000) return { because: 'the signed address has expired' };
    if (signed.from !== '' && signed.from !== from) return { because: 'the address was signed for another client' };
    return this.judge({ key, secret }, use);
  }

  /** Whether what was let in by this grant may go on: its key is neither revoked nor expired, its secret still valid. */
  isValid(grant: KeyGrant): boolean {
    const now = this.clock.date();
    const present = this.#present(grant);
    if (present === undefined) return false;
    const { revoked, expires } = present.key;
    return revoked === undefined && (expires === undefined || now < expires) && isSecretValid(present.secret, now);
  }

  /** The key of a grant as it is now; undefined if it, or its secret, is not there any more. */
  #present({ key: { name }, secret }: KeyGrant): KeyGrant | undefined {
    const key = this.#byName.get(name);
    const same = key?.secrets.find((candidate) => secretId(candidate) === secretId(secret));
    return key === undefined || same === undefined ? undefined : { key, secret: same };
  }
}

export function isGrant(answer: KeyGrant | KeyObjection): answer is KeyGrant {
  return 'key' in answer;
}

function secretId(secret: HashedSecret | SigningSecret): string {
  return 'sha256' in secret ? secret.sha256 : secret.secret;
}
