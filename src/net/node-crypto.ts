import { createDiffieHellman, createHmac, randomBytes, randomFillSync } from 'node:crypto';
import type { DiffieHellman as NodeDiffieHellman } from 'node:crypto';
import { allHandshakes } from '../rtmp/handshake/all-handshakes.js';
import type { DiffieHellman, HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import { PRIME, PUBLIC_KEY_SIZE } from '../rtmp/handshake/key-exchange.js';

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
  diffieHellman,
  handshakes: allHandshakes,
};

/** Bytes of a private key: twice the strength of a prime of 1024 bits, and a quarter of the work of one that is as long. */
const PRIVATE_KEY_SIZE = 32;

/** One for all, as making it checks the prime. */
let group: NodeDiffieHellman | undefined;

/**
 * Makes ready for RTMPE, which takes some twentieth of a second in which nothing else is done. Without it the first who
 * comes with RTMPE lets all others wait so long.
 */
export function prepareKeyExchange(): NodeDiffieHellman {
  return (group ??= createDiffieHellman(PRIME, 'hex', 2));
}

function diffieHellman(): DiffieHellman {
  const privateKey = randomFromPool(PRIVATE_KEY_SIZE);
  const loaded = (): NodeDiffieHellman => {
    const loading = prepareKeyExchange();
    loading.setPrivateKey(privateKey);
    return loading;
  };
  return { publicKey: padded(loaded().generateKeys()), secret: (peerKey) => padded(loaded().computeSecret(peerKey)) };
}

function padded(number: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(PUBLIC_KEY_SIZE);
  bytes.set(number, PUBLIC_KEY_SIZE - number.length);
  return bytes;
}

/** A new id that nobody can guess: 16 characters of letters, digits, `-` and `_`. */
export function randomId(): string {
  return Buffer.from(randomFromPool(12)).toString('base64url');
}
