import { concat } from '../../src/bytes/concat.js';
import { seededInteger } from './seeded-random.js';

/** A copy of `original` with one to four edits: bytes and bits changed, runs set, cut out or said again. */
export function mutated(original: Uint8Array, random: () => number): Uint8Array {
  let bytes: Uint8Array = original.slice();
  for (let edits = 1 + seededInteger(random, 4); edits > 0; edits--) {
    const at = seededInteger(random, bytes.length);
    const kind = seededInteger(random, 5);
    if (kind === 0) bytes[at] = seededInteger(random, 256);
    else if (kind === 1) bytes[at] = bytes[at]! ^ (1 << seededInteger(random, 8));
    else if (kind === 2) bytes.fill(random() < 0.5 ? 0xff : 0, at, at + seededInteger(random, 5));
    else if (kind === 3) bytes = concat([bytes.subarray(0, at), bytes.subarray(at + seededInteger(random, 9))]);
    else bytes = concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - seededInteger(random, 30)))]);
  }
  return bytes;
}
