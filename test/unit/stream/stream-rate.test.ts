import { expect, test } from 'vitest';
import { StreamRate } from '../../../src/stream/stream-rate.js';

test('unknown until a second has passed', () => {
  const rate = new StreamRate();
  for (let now = 0; now < 1000; now += 100) rate.add(50, now);
  expect(rate.perSecond).toBe(0);
  rate.add(50, 1000);
  expect(rate.perSecond).toBe(500);
});

test('follows a change by half each second', () => {
  const rate = new StreamRate();
  for (let now = 0; now <= 1000; now += 100) rate.add(50, now);
  for (let now = 1100; now <= 2000; now += 100) rate.add(150, now);
  // The message at 1000 counts with what follows it.
  expect(rate.perSecond).toBe((500 + 50 + 9 * 150) / 2);
});

test('a pause counts as time in which nothing came', () => {
  const rate = new StreamRate();
  rate.add(1000, 0);
  rate.add(1, 10_000);
  expect(rate.perSecond).toBe(100);
});

test('is 0 for who looks three seconds after the last window began', () => {
  const rate = new StreamRate();
  for (let now = 0; now <= 2000; now += 100) rate.add(50, now);
  expect(rate.perSecondAt(2100)).toBe(500);
  expect(rate.perSecondAt(4999)).toBe(500);
  expect(rate.perSecondAt(5000)).toBe(0);
  expect(rate.perSecond).toBe(500);
});
