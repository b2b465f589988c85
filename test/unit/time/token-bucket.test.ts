import { expect, test } from 'vitest';
import { TokenBucket } from '../../../src/time/token-bucket.js';

test('one second’s worth is there at once, and no more', () => {
  const bucket = new TokenBucket(10, 5000);
  for (let i = 0; i < 10; i++) expect(bucket.tryTake(1, 5000)).toBe(true);
  expect(bucket.tryTake(1, 5000)).toBe(false);
  expect(bucket.tryTake(1, 5099)).toBe(false);
  expect(bucket.tryTake(1, 5100)).toBe(true);
  for (let i = 0; i < 10; i++) expect(bucket.tryTake(1, 100_000)).toBe(true);
  expect(bucket.tryTake(1, 100_000)).toBe(false);
});

test('what is taken on credit says how long to wait', () => {
  const bucket = new TokenBucket(100, 0);
  expect(bucket.take(100, 0)).toBe(0);
  expect(bucket.take(50, 0)).toBe(500);
  expect(bucket.take(50, 500)).toBe(500);
  expect(bucket.take(0, 1000)).toBe(0);
});

test('without a bound everything is there', () => {
  const bucket = new TokenBucket(Infinity, 0);
  expect(bucket.take(1e12, 0)).toBe(0);
  expect(bucket.tryTake(1e12, 0)).toBe(true);
});
