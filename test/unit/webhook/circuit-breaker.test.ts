import { expect, test } from 'vitest';
import { CircuitBreaker } from '../../../src/webhook/circuit-breaker.js';
import { ManualClock } from '../../support/manual-clock.js';

function breaker() {
  const clock = new ManualClock();
  const news: string[] = [];
  const listener = { opened: () => void news.push('opened'), closed: () => void news.push('closed') };
  return { clock, news, circuit: new CircuitBreaker(clock, 3, 5000, listener) };
}

function fail(circuit: CircuitBreaker, times: number): void {
  for (let i = 0; i < times; i++) {
    expect(circuit.enter()).toBe(true);
    circuit.failed();
  }
}

test('opens after so many failures in a row', () => {
  const { circuit, news } = breaker();
  fail(circuit, 2);
  circuit.answered();
  fail(circuit, 2);
  expect(circuit.isOpen).toBe(false);
  fail(circuit, 1);
  expect(circuit.isOpen).toBe(true);
  expect(circuit.enter()).toBe(false);
  expect(news).toEqual(['opened']);
});

test('after its time one attempt shows whether it is over', () => {
  const { circuit, clock, news } = breaker();
  fail(circuit, 3);
  clock.advance(4999);
  expect(circuit.enter()).toBe(false);
  clock.advance(1);
  expect(circuit.enter()).toBe(true);
  expect(circuit.enter()).toBe(false);
  circuit.failed();
  clock.advance(4999);
  expect(circuit.enter()).toBe(false);
  clock.advance(1);
  expect(circuit.enter()).toBe(true);
  circuit.answered();
  expect(circuit.enter()).toBe(true);
  expect(circuit.enter()).toBe(true);
  expect(news).toEqual(['opened', 'closed']);
});

test('those who were under way when it opened count as well', () => {
  const { circuit, clock, news } = breaker();
  for (let i = 0; i < 5; i++) circuit.enter();
  for (let i = 0; i < 4; i++) circuit.failed();
  expect(circuit.isOpen).toBe(true);
  circuit.answered();
  expect(circuit.isOpen).toBe(false);
  clock.advance(1);
  expect(news).toEqual(['opened', 'closed']);
});

test('an attempt that was given up shows nothing, and leaves its place to the next', () => {
  const { circuit, clock, news } = breaker();
  fail(circuit, 2);
  circuit.enter();
  circuit.abandoned();
  expect(circuit.isOpen).toBe(false);
  fail(circuit, 1);
  clock.advance(5000);
  expect(circuit.enter()).toBe(true);
  circuit.abandoned();
  expect(circuit.enter()).toBe(true);
  expect(circuit.enter()).toBe(false);
  expect(news).toEqual(['opened']);
});
