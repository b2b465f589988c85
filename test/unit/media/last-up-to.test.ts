import { expect, test } from 'vitest';
import { lastUpTo } from '../../../src/media/last-up-to.js';

test.each([
  [0, undefined],
  [1, 'a'],
  [2, 'a'],
  [3, 'c'],
  [99, 'd'],
])('the last up to %i', (key, found) => {
  const places = [
    { at: 1, name: 'a' },
    { at: 3, name: 'b' },
    { at: 3, name: 'c' },
    { at: 8, name: 'd' },
  ];
  expect(lastUpTo(places, ({ at }) => at, key)?.name).toBe(found);
  expect(lastUpTo([], () => 0, key)).toBeUndefined();
});
