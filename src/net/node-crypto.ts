import { createHmac, randomBytes, randomFillSync } from 'node:crypto';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';

/** Random bytes are drawn in blocks of this many: each draw costs as much as some thousand bytes. */
const POOL_SIZE = 64 * 1024;
let pool = new Uint8Array(0);

function randomFromPool(size: number): Uint8Array {
  if (size > POOL_SIZE) return randomBytes(size);
  if (pool.length < size) pool = randomFillSync(new Uint8Array(POOL_SIZE));
  const bytes = pool.slice(0, size);
  pool = pool.subarray(size);
  return bytes;
}

/** What the RTMP handshake needs, by OpenSSL. */
export const nodeCrypto: HandshakeCrypto = {
  randomBytes: randomFromPool,
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
};

/** A new id that nobody can guess: 16 characters of letters, digits, `-` and `_`. */
export function randomId(): string {
  return Buffer.from(randomFromPool(12)).toString('base64url');
}
