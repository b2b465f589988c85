import type { KeyUse, SigningKey, SigningSecret, StreamAction } from '../application/access-key.js';
import { DEFAULT_INSTANCE } from '../application/application-address.js';
import type { StreamName } from '../application/stream-name.js';
import { parseStreamName } from '../application/stream-name.js';
import { canonicalAddress } from '../application/canonical-address.js';
import { signTerms, writeSignature } from '../application/signed-address.js';

/** A stream, as the address `scheme://host/application[/instance]/stream` names it. */
export interface StreamAddress {
  readonly application: string;
  readonly instance: string;
  readonly stream: StreamName;
}

/** Reads an address; undefined if it names no stream. The endings that HTTP has (`.flv`, `/index.m3u8`) are no part of a name. */
export function parseStreamAddress(address: string): StreamAddress | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.host === '') return undefined;
  const path = /^(http|ws)s?:$/.test(url.protocol) ? url.pathname.replace(/(\.flv|\/index\.m3u8)$/, '') : url.pathname;
  const [application = '', ...rest] = path.slice(1).split('/').map(unescaped);
  const [instance = '', ...names] = rest.length > 1 ? rest : [DEFAULT_INSTANCE as string, ...rest];
  const stream = parseStreamName(names.join('/'));
  return stream === undefined || application === '' ? undefined : { application, instance, stream };
}

export function keyUse({ application, instance, stream }: StreamAddress, action: StreamAction): KeyUse {
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
  { application, instance, stream: { type, name } }: StreamAddress,
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

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
