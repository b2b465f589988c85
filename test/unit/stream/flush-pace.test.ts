import { describe, expect, it } from 'vitest';
import { FlushPace } from '../../../src/stream/flush-pace.js';

/** Flushes of `messages` messages that take `cost` milliseconds each, every `interval`, for two seconds. */
function paceAfter(cost: number, interval: number, messages: number): FlushPace {
  const pace = new FlushPace();
  for (let now = 0; now < 2000; now += interval) pace.record(now, now + cost, messages);
  return pace;
}

describe('how long messages are held back', () => {
  it('is not at all before anything was sent', () => {
    expect(new FlushPace().delay(100)).toBe(0);
  });

  it('is not at all while sending takes little of the time', () => {
    expect(paceAfter(1, 13, 1).delay(100)).toBe(0);
  });

  it('grows with what sending each message alone would take', () => {
    const [some, more] = [paceAfter(5, 13, 1).delay(100), paceAfter(9, 13, 1).delay(100)];
    expect(some).toBeGreaterThan(5);
    expect(more).toBeGreaterThan(some);
    expect(more).toBeLessThan(100);
  });

  it('is the same whether they left alone or together, so that it does not swing', () => {
    expect(paceAfter(8, 52, 4).load).toBeCloseTo(paceAfter(8, 13, 1).load, 1);
  });

  it('is what is allowed, under overload', () => {
    expect(paceAfter(40, 100, 8).delay(100)).toBe(100);
    expect(paceAfter(40, 100, 8).delay(0)).toBe(0);
  });

  it('forgets after a pause', () => {
    const pace = paceAfter(40, 100, 8);
    pace.record(60_000, 60_001, 1);
    expect(pace.delay(100)).toBe(0);
  });
});
