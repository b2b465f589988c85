import { BLOCK_SIZE } from './block-layout.js';
import type { DigestScheme } from './block-layout.js';
import type { Ciphers } from './ciphers.js';
import type { HandshakeCrypto } from './handshake-crypto.js';
import { Rc4 } from './rc4.js';

/** Bytes of a public key, and of the secret: the prime has 1024 bits. */
export const PUBLIC_KEY_SIZE = 128;

/** Bytes of the HMAC that are the key of RC4. */
const RC4_KEY_SIZE = 16;

/** Where the bytes lie whose sum gives the place of the public key in a C1 or S1, and where its area begins. */
const LAYOUT = [
  { sumAt: 1532, areaAt: 772 },
  { sumAt: 768, areaAt: 8 },
] as const;

/** The area is 764 bytes less 4 for the offset and 128 for the key itself. */
const AREA_SIZE = 632;

/** The prime of the Second Oakley Group (RFC 2409, section 6.2), hexadecimal. Its generator is 2. */
export const PRIME =
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
  'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
  'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff';
const LARGEST = BigInt(`0x${PRIME}`) - 2n;

/** Where the public key of a C1 or S1 of RTMPE lies in the given scheme. It never touches the digest. */
export function publicKeyOffset(block: Uint8Array, scheme: DigestScheme): number {
  const { sumAt, areaAt } = LAYOUT[scheme];
  const sum = block[sumAt]! + block[sumAt + 1]! + block[sumAt + 2]! + block[sumAt + 3]!;
  return areaAt + (sum % AREA_SIZE);
}

/** A copy of the public key in a C1 or S1 of RTMPE. */
export function publicKeyOf(block: Uint8Array, scheme: DigestScheme): Uint8Array {
  const offset = publicKeyOffset(block, scheme);
  return block.slice(offset, offset + PUBLIC_KEY_SIZE);
}

/** Whether a public key gives the secret away: 0, 1 and p - 1, and what is no number of the group at all. */
export function isWeakKey(key: Uint8Array): boolean {
  let number = 0n;
  for (const byte of key) number = (number << 8n) | BigInt(byte);
  return number < 2n || number > LARGEST;
}

/** The keys of RC4 that a secret gives, 16 bytes each. Each direction has that of the side that hears it. */
export function rc4Keys(
  secret: Uint8Array,
  { client, server }: { readonly client: Uint8Array; readonly server: Uint8Array },
  crypto: HandshakeCrypto,
): { readonly toClient: Uint8Array; readonly toServer: Uint8Array } {
  return {
    toClient: crypto.hmacSha256(secret, client).subarray(0, RC4_KEY_SIZE),
    toServer: crypto.hmacSha256(secret, server).subarray(0, RC4_KEY_SIZE),
  };
}

/** RC4 as it stands behind the handshake, which takes a block of each key stream without using it. */
export function makeCiphers(incomingKey: Uint8Array, outgoingKey: Uint8Array): Ciphers {
  const [incoming, outgoing] = [new Rc4(incomingKey), new Rc4(outgoingKey)];
  incoming.skip(BLOCK_SIZE);
  outgoing.skip(BLOCK_SIZE);
  return { incoming, outgoing };
}
