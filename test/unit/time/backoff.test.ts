import { expect, test } from 'vitest';
import { delayBefore } from '../../../src/time/backoff.js';

const backoff = { first: 100, longest: 1000, attempts: 6 };

test.each([
  [1, 1, 100],
  [1, 0, 50],
  [4, 1, 800],
  [5, 1, 1000],
  [6, 0.5, 750],
  [7, 1, undefined],
])('attempt %i by chance %f: %s ms', (attempt, random, delay) => {
  expect(delayBefore(attempt, backoff, random)).toBe(delay);
});
