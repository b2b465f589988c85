import { seededInteger, seededRandom } from './seeded-random.js';

/** The ways in which the same bytes may arrive; every streaming decoder must answer the same for all of them. */
export const arrivals: readonly { readonly name: string; readonly cut: (bytes: Uint8Array) => Uint8Array[] }[] = [
  { name: 'whole', cut: (bytes) => [bytes] },
  { name: 'byte by byte', cut: (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)) },
  ...[1, 2, 3].map((seed) => ({
    name: `in random pieces (seed ${seed})`,
    cut: (b: Uint8Array) => randomPieces(b, seed),
  })),
];

/** Cuts `bytes` into pieces of up to 40 bytes, or now and then up to 4000. */
export function randomPieces(bytes: Uint8Array, seed: number): Uint8Array[] {
  const random = seededRandom(seed);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = 1 + seededInteger(random, random() < 0.8 ? 40 : 4000);
    pieces.push(bytes.slice(at, at + size));
    at += size;
  }
  return pieces;
}
