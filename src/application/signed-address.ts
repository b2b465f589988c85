import { createHmac } from 'node:crypto';
import type { StreamAction } from './access-key.js';
import { equalSecrets } from './equal-secrets.js';

/** What a signature vouches for. All of it is signed, so nothing of it can be changed. */
export interface SignedTerms {
  readonly action: StreamAction;
  readonly application: string;
  readonly instance: string;
  /** With the type in front: `flv:name`. */
  readonly stream: string;
  /** Seconds since 1970 UTC from which on the address is of no use. */
  readonly expires: number;
  /** The only address it may be used from, as {@link canonicalAddress} writes it; empty for any. */
  readonly from: string;
}

/** The parameters of a signed address. */
export interface AddressSignature {
  readonly signer: string;
  readonly expires: number;
  readonly from: string;
  readonly signature: string;
}

/** HMAC-SHA256 over the terms as a JSON array, whose quotes and commas leave no two terms alike; base64url. */
export function signTerms(
  { action, application, instance, stream, expires, from }: SignedTerms,
  secret: string,
): string {
  const text = JSON.stringify(['afterglow-1', action, application, instance, stream, expires, from]);
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(text).digest('base64url');
}

export function isSignedWith(secret: string, terms: SignedTerms, signature: string): boolean {
  return equalSecrets(signature, signTerms(terms, secret));
}

/** The signature in the parameters of an address; undefined if there is none, or no whole one. */
export function readSignature(parameters: ReadonlyMap<string, string>): AddressSignature | undefined {
  const [signer, signature] = [parameters.get('signer'), parameters.get('signature')];
  const expires = parameters.get('expires') ?? '';
  if (signer === undefined || signature === undefined || !/^\d{1,12}$/.test(expires)) return undefined;
  return { signer, signature, expires: Number(expires), from: parameters.get('from') ?? '' };
}

/** The parameters as they are appended to an address. */
export function writeSignature({ signer, expires, from, signature }: AddressSignature): string {
  const bound = from === '' ? '' : `&from=${encodeURIComponent(from)}`;
  return `expires=${expires}${bound}&signer=${signer}&signature=${signature}`;
}
