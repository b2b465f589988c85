import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { canonicalAddress } from '../application/canonical-address.js';
import * as der from './der.js';

/** A certificate that no authority stands for, and its key, both PEM. */
export interface SelfSignedCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Object identifiers: ECDSA with SHA-256 (RFC 5758), the common name, and extensions (RFC 5280, section 4.2.1). */
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const SUBJECT_ALT_NAME = '2.5.29.17';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
/** With it, servers that are linked show it to each other. */
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';

/** Tags of context: the version and the extensions of a certificate, a name of a host and an address among the names. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/**
 * Makes a certificate of version 3 with a key of the curve P-256 (RFC 5280, section 4.1).
 *
 * @param names host names and IP addresses that it is for; at least one
 * @param from, until from when to when it is valid, in milliseconds since 1970
 */
export function selfSignedCertificate(names: readonly string[], from: number, until: number): SelfSignedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der.derSequence(der.derObjectIdentifier(ECDSA_SHA256));
  const subject = nameOf(names[0] ?? 'localhost');
  const signed = der.derSequence(
    der.derValue(VERSION, der.derInteger(Uint8Array.of(2))),
    der.derInteger(serialNumber()),
    algorithm,
    subject,
    der.derSequence(der.derTime(from), der.derTime(until)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.derValue(EXTENSIONS, der.derSequence(...extensions(names))),
  );
  const signature = sign('sha256', signed, privateKey);
  const whole = der.derSequence(signed, algorithm, der.derBitString(signature));
  return {
    certificate: pem('CERTIFICATE', whole),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** 128 random bits, as a positive number of full length. */
function serialNumber(): Uint8Array {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}

function nameOf(commonName: string): Uint8Array {
  return der.derSequence(
    der.derSet(der.derSequence(der.derObjectIdentifier(COMMON_NAME), der.derUtf8(commonName.slice(0, 64)))),
  );
}

function extensions(names: readonly string[]): Uint8Array[] {
  const general = names.map((name) =>
    isIP(name) === 0 ? der.derValue(DNS_NAME, new TextEncoder().encode(name)) : der.derValue(IP_ADDRESS, packed(name)),
  );
  return [
    extension(BASIC_CONSTRAINTS, der.derSequence(), der.derTrue()),
    extension(
      EXTENDED_KEY_USAGE,
      der.derSequence(...[SERVER_AUTHENTICATION, CLIENT_AUTHENTICATION].map((use) => der.derObjectIdentifier(use))),
    ),
    extension(SUBJECT_ALT_NAME, der.derSequence(...general)),
  ];
}

function extension(identifier: string, value: Uint8Array, ...critical: readonly Uint8Array[]): Uint8Array {
  return der.derSequence(der.derObjectIdentifier(identifier), ...critical, der.derOctetString(value));
}

/** An IP address as bytes, in network order. */
function packed(address: string): Uint8Array {
  const plain = canonicalAddress(address);
  if (isIP(plain) === 4) return Uint8Array.from(plain.split('.'), Number);
  const [left = '', right] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [head, tail] = [groups(left), groups(right ?? '')];
  const all = [...head, ...new Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return Uint8Array.from(all.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]));
}

function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
