import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { randomPieces } from '../support/arrivals.js';
import { readFlv } from '../support/flv-reading.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

const original = new Uint8Array(readFileSync('test/vectors/rtmp/published.flv')).subarray(0, 12_000);

function mutate(seed: number): Uint8Array {
  const random = seededRandom(seed);
  let bytes: Uint8Array = original.slice();
  for (let edits = 1 + seededInteger(random, 6); edits > 0; edits--) {
    const at = random() < 0.2 ? seededInteger(random, 40) : seededInteger(random, bytes.length);
    const kind = seededInteger(random, 5);
    if (kind === 0) bytes[at] = seededInteger(random, 256);
    else if (kind === 1) bytes[at] = bytes[at]! ^ (1 << seededInteger(random, 8));
    else if (kind === 2) bytes.fill(random() < 0.5 ? 0xff : 0, at, at + seededInteger(random, 12));
    else if (kind === 3) bytes = concat([bytes.subarray(0, at), bytes.subarray(at + seededInteger(random, 400))]);
    else bytes = concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - seededInteger(random, 400)))]);
  }
  return bytes;
}

test('mutated files are read to their end, the same in pieces, without inventing bytes', () => {
  const untouched = readFlv([original]).tags.length;
  let [whole, mended] = [0, 0];
  for (let seed = 0; seed < 3000; seed++) {
    const bytes = mutate(seed);
    const { tags, parser, error } = readFlv([bytes]);
    const read = tags.reduce((sum, { payload }) => sum + 11 + payload.length, 0);
    expect(read + parser.skippedBytes).toBeLessThanOrEqual(bytes.length);
    for (const { offset, payload } of tags) {
      if (Buffer.compare(bytes.subarray(offset + 11, offset + 11 + payload.length), payload) !== 0) {
        throw new Error(`seed ${seed}: the tag at ${offset} is not what stands there`);
      }
    }
    const inPieces = readFlv(randomPieces(bytes, seed));
    expect([inPieces.tags.map(({ offset }) => offset), inPieces.error?.code]).toEqual([
      tags.map(({ offset }) => offset),
      error?.code,
    ]);
    if (tags.length >= untouched) whole++;
    if (parser.skippedBytes > 0 && tags.length > untouched / 2) mended++;
  }
  expect(whole).toBeGreaterThan(500);
  expect(mended).toBeGreaterThan(500);
});

test('noise ends in nothing worse than an FlvError', () => {
  const codes = new Set<string | undefined>();
  for (let seed = 0; seed < 2000; seed++) {
    const random = seededRandom(seed);
    const noise = Uint8Array.from({ length: seededInteger(random, 3000) }, () => seededInteger(random, 256));
    if (random() < 0.5) noise.set(original.subarray(0, Math.min(13, noise.length)));
    codes.add(readFlv(randomPieces(noise, seed), { maxGarbage: 1000 }).error?.code);
  }
  expect(codes).toEqual(new Set([undefined, 'lost', 'not-flv']));
});

test('announcements of 16 MB keep what arrived and no more', () => {
  const before = process.memoryUsage().arrayBuffers;
  const kept = Array.from({ length: 500 }, () =>
    readFlv([
      concat([original.subarray(0, 13), Uint8Array.of(9, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0), new Uint8Array(500)]),
    ]),
  );
  expect(kept).toHaveLength(500);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
});
