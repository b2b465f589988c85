import { createHmac, randomBytes } from 'node:crypto';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';

/** What the RTMP handshake needs, by OpenSSL. */
export const nodeCrypto: HandshakeCrypto = {
  randomBytes: (size) => randomBytes(size),
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
};

/** A new id that nobody can guess: 16 characters of letters, digits, `-` and `_`. */
export function randomId(): string {
  return randomBytes(12).toString('base64url');
}
