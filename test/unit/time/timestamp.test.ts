import { expect, test } from 'vitest';
import { timestampAdd, timestampDelta } from '../../../src/time/timestamp.js';

test.each([
  { earlier: 0, delta: 0, later: 0 },
  { earlier: 0, delta: 40, later: 40 },
  { earlier: 40, delta: -40, later: 0 },
  { earlier: 0xfffffff0, delta: 0x20, later: 0x10 },
  { earlier: 0x10, delta: -0x20, later: 0xfffffff0 },
  { earlier: 0x7fffffff, delta: 1, later: 0x80000000 },
  { earlier: 0, delta: 0x7fffffff, later: 0x7fffffff },
  { earlier: 5, delta: -0x80000000, later: 0x80000005 },
])('$earlier and $delta make $later', ({ earlier, delta, later }) => {
  expect(timestampDelta(later, earlier)).toBe(delta);
  expect(timestampAdd(earlier, delta)).toBe(later);
});
