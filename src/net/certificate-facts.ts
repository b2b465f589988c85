import type { KeyObject } from 'node:crypto';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { secureContext } from './tls-certificates.js';

/** What a certificate says of itself. */
export interface CertificateFacts {
  /** Of hosts, in small letters, wildcards too; those of its extension subjectAltName. */
  readonly names: readonly string[];
  /** The last moment for which it is valid, in milliseconds since 1970. */
  readonly expires: number;
}

/** Why a certificate cannot be shown, and which of its two files is to blame. */
export interface CertificateFault {
  readonly part: 'certificate' | 'key';
  readonly message: string;
}

/** Reads a certificate and its key, both PEM, and sees whether TLS can go by them. */
export function certificateFacts(certificate: string, key: string): CertificateFacts | CertificateFault {
  const parsed = attempt(() => new X509Certificate(certificate));
  if (parsed === undefined) return { part: 'certificate', message: 'holds no certificate in PEM' };
  const secret: KeyObject | undefined = attempt(() => createPrivateKey(key));
  if (secret === undefined) return { part: 'key', message: `holds no key in PEM that can be read${hintAt(key)}` };
  if (!parsed.checkPrivateKey(secret)) return { part: 'key', message: 'is the key of another certificate' };
  try {
    secureContext({ certificate, key });
  } catch (error) {
    return { part: 'certificate', message: `cannot be used for TLS: ${reasonOf(error)}` };
  }
  const names = [...(parsed.subjectAltName ?? '').matchAll(/\bDNS:([^\s,"]+)/g)].map(([, name]) => name!.toLowerCase());
  return { names, expires: Date.parse(parsed.validTo) };
}

function hintAt(key: string): string {
  return key.includes('ENCRYPTED') ? ': it is encrypted' : '';
}

/** OpenSSL's words for people are the last part of its message. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(':').at(-1) ?? error.message) : String(error);
}

function attempt<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
