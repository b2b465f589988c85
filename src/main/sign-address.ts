import type { KeyUse, SigningKey, SigningSecret, StreamAction } from '../application/access-key.js';
import type { StreamPath } from '../application/stream-path.js';
import { parseStreamPath } from '../application/stream-path.js';
import { canonicalAddress } from '../application/canonical-address.js';
import { signTerms, writeSignature } from '../application/signed-address.js';

/** Reads an address; undefined if it names no stream. The endings that HTTP has (`.flv`, `/index.m3u8`) are no part of a name. */
export function parseStreamAddress(address: string): StreamPath | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.host === '') return undefined;
  const path = /^(http|ws)s?:$/.test(url.protocol) ? url.pathname.replace(/(\.flv|\/index\.m3u8)$/, '') : url.pathname;
  return parseStreamPath(path);
}

export function keyUse({ application, instance, stream }: StreamPath, action: StreamAction): KeyUse {
  return { action, application, instance, stream: stream.name };
}

/**
 * Appends a signature to an address.
 *
 * @param expires milliseconds since 1970 UTC
 * @param from the only IP address that may use it; empty for any
 */
export function signAddress(
  address: string,
  { application, instance, stream: { type, name } }: StreamPath,
  action: StreamAction,
  { expires, from }: { readonly expires: number; readonly from: string },
  { key, secret }: { readonly key: SigningKey; readonly secret: SigningSecret },
): string {
  const stream = `${type}:${name}`;
  const signed = { expires: Math.floor(expires / 1000), from: canonicalAddress(from) };
  const signature = signTerms({ action, application, instance, stream, ...signed }, secret.secret);
  const separator = address.includes('?') ? '&' : '?';
  return `${address}${separator}${writeSignature({ signer: key.name, signature, ...signed })}`;
}
