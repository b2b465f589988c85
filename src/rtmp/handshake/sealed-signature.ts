// RTMPE of type 8: as type 6, but that the signatures that end C2 and S2 are encrypted with XTEA. Its keys are no secret:
// each Flash Player and each server has them, and rtmpdump says them to everybody.

/** The keys, four words each. The last is never chosen. */
const KEYS = [
  [0xbff034b2, 0x11d9081f, 0xccdfb795, 0x748de732],
  [0x086a5eb6, 0x1743090e, 0x6ef05ab8, 0xfe5a39e2],
  [0x7b10956f, 0x76ce0521, 0x2388a73a, 0x440149a1],
  [0xa943f317, 0xebf11bb2, 0xa691a5ee, 0x17f36339],
  [0x7a30e00a, 0xb529e22c, 0xa087aea5, 0xc0cb79ac],
  [0xbdce0c23, 0x2febdeff, 0x1cfaae16, 0x1123239d],
  [0x55dd3f7b, 0x77e7e62e, 0x9bb8c499, 0xc9481ee4],
  [0x407bb6b4, 0x71e89136, 0xa7aebf55, 0xca33b839],
  [0xfcf6bdc3, 0xb63c3697, 0x7ce4f825, 0x04d959b2],
  [0x28e091fd, 0x41954c4c, 0x7fb7db00, 0xe3a066f8],
  [0x57845b76, 0x4f251b03, 0x46d45bcd, 0xa2c30d29],
  [0x0acceef8, 0xda55b546, 0x03473452, 0x5863713b],
  [0xb82075dc, 0xa75f1fee, 0xd84268e8, 0xa72a44cc],
  [0x07cf6e9e, 0xa16d7b25, 0x9fa7ae6c, 0xd92f5629],
  [0xfeb1eae4, 0x8c8c3ce1, 0x4e0064a7, 0x6a387c2a],
] as const;

type XteaKey = readonly [number, number, number, number];

const CYCLES = 32;
/** What is added to the sum in each cycle: 2^32 divided by the golden ratio. */
const DELTA = 0x9e3779b9;
/** Bytes that are encrypted at a time: two words. */
const CELL_SIZE = 8;

/** Encrypts two words with XTEA (Needham and Wheeler, 1997). */
export function encryptXtea(key: XteaKey, [first, second]: readonly [number, number]): [number, number] {
  let [a, b, sum] = [first, second, 0];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    a = (a + ((((b << 4) ^ (b >>> 5)) + b) ^ (sum + key[sum & 3]!))) >>> 0;
    sum = (sum + DELTA) >>> 0;
    b = (b + ((((a << 4) ^ (a >>> 5)) + a) ^ (sum + key[(sum >>> 11) & 3]!))) >>> 0;
  }
  return [a, b];
}

/**
 * The signature of a C2 or S2 as type 8 has it.
 *
 * @param key 32 bytes, that the signature was made with; the first byte of each eight chooses a key
 */
export function sealSignature(signature: Uint8Array, key: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(signature.length);
  const [from, to] = [new DataView(signature.buffer, signature.byteOffset), new DataView(sealed.buffer)];
  for (let at = 0; at < signature.length; at += CELL_SIZE) {
    const words = [from.getUint32(at, true), from.getUint32(at + 4, true)] as const;
    const [first, second] = encryptXtea(KEYS[key[at]! % KEYS.length]!, words);
    to.setUint32(at, first, true);
    to.setUint32(at + 4, second, true);
  }
  return sealed;
}
