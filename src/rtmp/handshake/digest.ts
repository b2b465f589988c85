import { concat } from '../../bytes/concat.js';
import { BLOCK_SIZE } from './block-layout.js';
import type { DigestScheme } from './block-layout.js';
import { VERSION_OFFSET } from './handshake.js';
import type { HandshakeCrypto } from './handshake-crypto.js';
import { publicKeyOffset } from './key-exchange.js';
import { createBlock } from './plain-handshake.js';
import { sealSignature } from './sealed-signature.js';

// The digest handshake of Flash Player 9 and Flash Media Server 3, which RTMP 1.0 leaves out. C1 and S1 hide a
// HMAC-SHA256 of themselves at an offset that four of their own bytes give; C2 and S2 end with one that proves
// that the digest of the other side was read. Without it Flash Player shows no H.264 and plays no AAC.

/** Bytes of a HMAC-SHA256. */
export const DIGEST_SIZE = 32;

/** Where the bytes lie whose sum gives the offset, and where the area begins that the digest lies in. */
const LAYOUT = [
  { sumAt: 8, areaAt: 12 },
  { sumAt: 772, areaAt: 776 },
] as const;

/** The area is 764 bytes less 4 for the offset and 32 for the digest itself. */
const AREA_SIZE = 728;

const SUFFIX = [
  0xf0, 0xee, 0xc2, 0x4a, 0x80, 0x68, 0xbe, 0xe8, 0x2e, 0x00, 0xd0, 0xd1, 0x02, 0x9e, 0x7e, 0x57, 0x6e, 0xec, 0x5d,
  0x2d, 0x29, 0x80, 0x6f, 0xab, 0x93, 0xb8, 0xe6, 0x36, 0xcf, 0xeb, 0x31, 0xae,
];

function genuine(name: string): { readonly name: Uint8Array; readonly full: Uint8Array } {
  const bytes = new TextEncoder().encode(`Genuine Adobe ${name} 001`);
  return { name: bytes, full: Uint8Array.of(...bytes, ...SUFFIX) };
}

/** `name` signs the first block of a side, `full` its second. */
export const CLIENT_KEY = genuine('Flash Player');
export const SERVER_KEY = genuine('Flash Media Server');

/** Where the digest of a C1 or S1 lies in the given scheme. */
export function digestOffset(block: Uint8Array, scheme: DigestScheme): number {
  const { sumAt, areaAt } = LAYOUT[scheme];
  const sum = block[sumAt]! + block[sumAt + 1]! + block[sumAt + 2]! + block[sumAt + 3]!;
  return areaAt + (sum % AREA_SIZE);
}

function computeDigest(block: Uint8Array, offset: number, key: Uint8Array, crypto: HandshakeCrypto): Uint8Array {
  const others = concat([block.subarray(0, offset), block.subarray(offset + DIGEST_SIZE)]);
  return crypto.hmacSha256(key, others);
}

/** The digest that a C1 or S1 carries and its scheme, or undefined if it carries none or a wrong one. */
export function findDigest(
  block: Uint8Array,
  key: Uint8Array,
  crypto: HandshakeCrypto,
): { readonly scheme: DigestScheme; readonly digest: Uint8Array } | undefined {
  const version = block.subarray(VERSION_OFFSET, VERSION_OFFSET + 4);
  if (version.every((byte) => byte === 0)) return undefined;
  for (const scheme of [0, 1] as const) {
    const offset = digestOffset(block, scheme);
    const digest = block.slice(offset, offset + DIGEST_SIZE);
    if (sameBytes(digest, computeDigest(block, offset, key, crypto))) return { scheme, digest };
  }
  return undefined;
}

/** A C1 or S1 with a digest: random bytes under a time of 0 and the given version, and the public key of RTMPE. */
export function createDigestBlock(
  version: readonly number[],
  key: Uint8Array,
  scheme: DigestScheme,
  crypto: HandshakeCrypto,
  publicKey?: Uint8Array,
): { readonly block: Uint8Array; readonly digest: Uint8Array } {
  const block = createBlock(version, crypto);
  if (publicKey !== undefined) block.set(publicKey, publicKeyOffset(block, scheme));
  const offset = digestOffset(block, scheme);
  const digest = computeDigest(block, offset, key, crypto);
  block.set(digest, offset);
  return { block, digest };
}

/** A C2 or S2 that proves with `key` that the digest of the other side was read; `sealed` in RTMPE of type 8. */
export function createResponse(
  key: Uint8Array,
  peerDigest: Uint8Array,
  crypto: HandshakeCrypto,
  sealed = false,
): Uint8Array {
  const random = crypto.randomBytes(BLOCK_SIZE - DIGEST_SIZE);
  return concat([random, responseSignature(key, peerDigest, random, crypto, sealed)]);
}

/** The last 32 bytes of a C2 or S2 whose first 1504 are `random`. */
export function responseSignature(
  key: Uint8Array,
  peerDigest: Uint8Array,
  random: Uint8Array,
  crypto: HandshakeCrypto,
  sealed = false,
): Uint8Array {
  const responseKey = crypto.hmacSha256(key, peerDigest);
  const signature = crypto.hmacSha256(responseKey, random);
  return sealed ? sealSignature(signature, responseKey) : signature;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
