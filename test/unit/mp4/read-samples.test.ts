import { expect, test } from 'vitest';
import type { SampleRange } from '../../../src/mp4/read-samples.js';
import { readSamples } from '../../../src/mp4/read-samples.js';

/** A file of which each byte is the lowest of its offset, and what was read of it. */
function file(size: number) {
  const reads: number[] = [];
  const read = (offset: number, length: number): Promise<Uint8Array> => {
    reads.push(length);
    return Promise.resolve(Uint8Array.from({ length }, (_, i) => (offset + i) & 255));
  };
  return { reads, file: { size, version: '', isGrowing: false, read, refresh: () => Promise.resolve() } };
}

const spread = (count: number, size: number, distance: number): SampleRange[] =>
  Array.from({ length: count }, (_, i) => ({ offset: i * distance, size }));

const GAP = 64 * 1024;

test('samples near each other are read at once, in whatever order they are wanted', async () => {
  const ranges = spread(100, 10, 1000).reverse();
  const { file: media, reads } = file(100_000);
  const samples = await readSamples(media, ranges, GAP);
  expect(reads).toEqual([99 * 1000 + 10]);
  expect(samples.map(([first]) => first)).toEqual(ranges.map(({ offset }) => offset & 255));
});

test('samples that lie far apart do not make us read what is between them', async () => {
  const ranges = spread(4096, 1, 60_000);
  const { file: media, reads } = file(4096 * 60_000);
  const samples = await readSamples(media, ranges, GAP);
  expect(reads.reduce((sum, length) => sum + length, 0)).toBeLessThan(2 * 1024 * 1024);
  expect(samples.map(({ length }) => length)).toEqual(ranges.map(() => 1));
});
