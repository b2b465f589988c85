import { expect, test } from 'vitest';
import { ProcessFacts } from '../../../src/process/process-facts.js';
import { ManualClock } from '../../support/manual-clock.js';

test('what two observers see does not depend on one another', () => {
  const clock = new ManualClock();
  const facts = new ProcessFacts(clock);
  facts.start();
  clock.advance(1000);
  const first = facts.facts();
  const second = facts.facts();
  expect(first.eventLoop.delay).toEqual(second.eventLoop.delay);
  expect(first.eventLoop.delay.count).toBe(50);
  expect(second.cpu).toBeGreaterThanOrEqual(first.cpu);
  expect(second.eventLoop.active).toBeGreaterThanOrEqual(first.eventLoop.active);
  facts.close();
  expect(clock.timers).toBe(0);
});

test('is about this process, in seconds and bytes', () => {
  const clock = new ManualClock();
  const { startedAt, memory, cpu } = new ProcessFacts(clock).facts();
  expect(clock.date() / 1000 - startedAt).toBeCloseTo(process.uptime(), 0);
  expect(memory.resident).toBeGreaterThan(20e6);
  expect(memory.heapUsed).toBeLessThan(memory.resident * 2);
  expect(memory.external).toBeGreaterThan(0);
  expect(cpu).toBeGreaterThan(0.01);
  expect(cpu).toBeLessThan(3600);
});
