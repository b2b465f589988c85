import { expect, it } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { packedParts } from '../../../src/link/packed-parts.js';

it.each([
  ['nothing', [], []],
  ['small parts', [8, 1, 100, 0, 8, 50], [167]],
  ['a large part between small ones', [8, 30_000, 8, 1, 100], [8, 30_000, 109]],
  ['more small parts than are joined', Array<number>(20).fill(8192), [65_536, 65_536, 32_768]],
  ['parts with nothing in them', [0, 0], []],
])('%s', (_what, sizes, packed) => {
  const parts = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
  const result = packedParts(parts);
  expect(result.map(({ length }) => length)).toEqual(packed);
  expect(Buffer.compare(concat(result), concat(parts))).toBe(0);
});

it('copies no large part', () => {
  const large = new Uint8Array(10_000);
  expect(packedParts([new Uint8Array(8), large])[1]).toBe(large);
});
