import { expect, test } from 'vitest';
import { EventLoopDelay } from '../../../src/process/event-loop-delay.js';
import type { Clock, Timer } from '../../../src/time/clock.js';

/** A clock with one timer, which is as late as a test says. */
class LateClock implements Clock {
  timers = 0;
  #now = 0;
  #timer: { at: number; callback: () => void } | undefined;

  now = (): number => this.#now;
  date = (): number => this.#now;
  endOfTurn = (): void => undefined;

  after(milliseconds: number, callback: () => void): Timer {
    this.#timer = { at: this.#now + milliseconds, callback };
    this.timers++;
    return { cancel: () => this.timers-- };
  }

  fire(late: number): void {
    this.#now = this.#timer!.at + late;
    this.timers--;
    this.#timer!.callback();
  }
}

function measured(...lateness: number[]) {
  const clock = new LateClock();
  const delay = new EventLoopDelay(clock);
  delay.start();
  for (const late of lateness) clock.fire(late);
  return { clock, delay };
}

function counts({ delay }: ReturnType<typeof measured>): Record<number, number> {
  return Object.fromEntries(delay.histogram.buckets.map(({ upTo, count }) => [upTo, count]));
}

test('nothing was measured yet', () => {
  const { delay } = measured();
  expect(delay.histogram).toMatchObject({ count: 0, sum: 0 });
});

test('each look counts in its bucket and in all larger ones', () => {
  const seen = measured(0, 1, 2, 4, 15);
  const above = { 0.025: 5, 0.05: 5, 0.1: 5, 0.25: 5, 0.5: 5, 1: 5, 2.5: 5 };
  expect(counts(seen)).toEqual({ 0.002: 3, 0.005: 4, 0.01: 4, ...above });
  expect(seen.delay.histogram.count).toBe(5);
  expect(seen.delay.histogram.sum).toBeCloseTo(0.022);
});

test('a late look stands for those that were missed', () => {
  const seen = measured(100);
  expect(seen.delay.histogram.count).toBe(5);
  expect(seen.delay.histogram.sum).toBeCloseTo(0.1 + 0.08 + 0.06 + 0.04 + 0.02);
  expect(counts(seen)).toMatchObject({ 0.01: 0, 0.025: 1, 0.05: 2, 0.1: 5 });
});

test('what is longer than all buckets is in the count alone', () => {
  const seen = measured(2520);
  expect(counts(seen)[2.5]).toBe(seen.delay.histogram.count - 1);
});

test('a process that was away for an hour does not count hours', () => {
  expect(measured(3_600_000).delay.histogram.count).toBe(3000);
});

test('looking changes nothing', () => {
  const { delay } = measured(3, 30);
  expect(delay.histogram).toEqual(delay.histogram);
});

test('stops', () => {
  const { clock, delay } = measured(3);
  expect(clock.timers).toBe(1);
  delay.close();
  expect(clock.timers).toBe(0);
});
