import { expect, test } from 'vitest';
import type { Loss, Verdict } from '../../../src/stream/player-queue.js';
import { PlayerQueue, UNTROUBLED } from '../../../src/stream/player-queue.js';

const limits = { maxSize: 1000, maxDelay: 0, stallTimeout: 30_000 };

test.each<{ kind: Loss; sent: number; lost: number }>([
  { kind: 'disposable', sent: 0.249, lost: 0.25 },
  { kind: 'inter', sent: 0.499, lost: 0.5 },
  { kind: 'key', sent: 0.749, lost: 0.75 },
  { kind: 'audio', sent: 0.899, lost: 0.9 },
])('$kind is lost from a fill of $lost on', ({ kind, sent, lost }) => {
  const queue = new PlayerQueue(limits, false);
  expect(queue.admit(kind, sent, 0)).toBe('send');
  expect(queue.drops[kind]).toBe(0);
  expect(queue.admit(kind, lost, 0)).toBe('drop');
  expect(queue.drops[kind]).toBe(1);
  expect(queue.admit(kind, 0.9999, 0)).toBe('drop');
  expect(queue.admit(kind, 1, 0)).toBe('disconnect');
});

test('lost bytes are counted by what they were', () => {
  const queue = new PlayerQueue(limits, false);
  queue.admit('inter', 0.6, 0, 100);
  queue.admit('inter', 0, 0, 50);
  queue.admit('audio', 0.95, 0, 7);
  queue.admit('audio', 0, 0, 1000);
  expect(queue.droppedBytes).toEqual({ disposable: 0, inter: 150, key: 0, audio: 7 });
});

test('nothing is lost below what is untroubled', () => {
  const queue = new PlayerQueue(limits, false);
  for (const kind of ['disposable', 'inter', 'key', 'audio'] as const) {
    expect(queue.admit(kind, UNTROUBLED - 0.001, 0)).toBe('send');
  }
});

test.each<{ name: string; awaiting: boolean; steps: [Loss, number, Verdict][]; drops: object }>([
  {
    name: 'after a lost inter frame nothing of the video until a key frame; audio goes on',
    awaiting: false,
    steps: [
      ['inter', 0.6, 'drop'],
      ['audio', 0, 'send'],
      ['inter', 0, 'drop'],
      ['disposable', 0, 'drop'],
      ['key', 0, 'send'],
      ['inter', 0, 'send'],
    ],
    drops: { disposable: 1, inter: 2, key: 0, audio: 0 },
  },
  {
    name: 'a lost disposable frame costs nothing else',
    awaiting: false,
    steps: [
      ['disposable', 0.3, 'drop'],
      ['inter', 0.3, 'send'],
    ],
    drops: { disposable: 1, inter: 0, key: 0, audio: 0 },
  },
  {
    name: 'a lost key frame costs its GOP',
    awaiting: false,
    steps: [
      ['key', 0.8, 'drop'],
      ['inter', 0, 'drop'],
      ['key', 0.1, 'send'],
      ['inter', 0.1, 'send'],
    ],
    drops: { disposable: 0, inter: 1, key: 1, audio: 0 },
  },
  {
    name: 'what is not sent while waiting to join is no loss',
    awaiting: true,
    steps: [
      ['inter', 0, 'drop'],
      ['audio', 0, 'send'],
      ['key', 0, 'send'],
      ['inter', 0, 'send'],
    ],
    drops: { disposable: 0, inter: 0, key: 0, audio: 0 },
  },
])('$name', ({ awaiting, steps, drops }) => {
  const queue = new PlayerQueue(limits, awaiting);
  for (const [kind, fill, verdict] of steps) expect(queue.admit(kind, fill, 0), `${kind} at ${fill}`).toBe(verdict);
  expect(queue.drops).toEqual(drops);
});

test.each<{ kind: Loss; fill: number }>([
  { kind: 'audio', fill: 0.95 },
  { kind: 'key', fill: 0.8 },
])('a player that loses every $kind for stallTimeout is disconnected', ({ kind, fill }) => {
  const queue = new PlayerQueue(limits, false);
  expect(queue.admit(kind, fill, 1000)).toBe('drop');
  expect(queue.admit(kind, fill, 30_999)).toBe('drop');
  expect(queue.admit(kind, fill, 31_000)).toBe('disconnect');
});

test('anything that could be sent ends the stall', () => {
  const queue = new PlayerQueue(limits, false);
  queue.admit('key', 0.8, 0);
  expect(queue.admit('audio', 0.8, 29_000)).toBe('send');
  expect(queue.admit('key', 0.8, 31_000)).toBe('drop');
});

test('inter frames alone are no stall: a long GOP may lose many', () => {
  const queue = new PlayerQueue(limits, false);
  for (let now = 0; now < 100_000; now += 1000) expect(queue.admit('inter', 0.6, now)).toBe('drop');
});

test.each([
  { queuedBytes: 0, byteRate: 0, maxDelay: 0, fill: 0 },
  { queuedBytes: 500, byteRate: 1_000_000, maxDelay: 0, fill: 0.5 },
  { queuedBytes: 2000, byteRate: 0, maxDelay: 1000, fill: 2 },
  { queuedBytes: 500, byteRate: 250, maxDelay: 10_000, fill: 0.5 },
  { queuedBytes: 500, byteRate: 100, maxDelay: 5000, fill: 1 },
])(
  '$queuedBytes bytes at $byteRate/s and maxDelay $maxDelay fill it to $fill',
  ({ queuedBytes, byteRate, maxDelay, fill }) => {
    expect(new PlayerQueue({ ...limits, maxDelay }, false).fill(queuedBytes, byteRate)).toBe(fill);
  },
);

test('a burst that was allowed does not count, while it lasts', () => {
  const queue = new PlayerQueue(limits, false);
  queue.allowBurst(5000);
  expect(queue.inBurst).toBe(true);
  expect(queue.fill(5500, 0)).toBe(0.5);
  expect(queue.fill(800, 0)).toBe(0);
  expect(queue.fill(1000, 0)).toBeCloseTo(0.2);
  expect(queue.inBurst).toBe(true);
  queue.fill(0, 0);
  expect(queue.inBurst).toBe(false);
  expect(queue.fill(500, 0)).toBe(0.5);
});
