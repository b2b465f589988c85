import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { keepAwake } from '../../../../src/script/host/keep-awake.js';
import { createThreadSignals, Signal } from '../../../../src/script/protocol/thread-signals.js';

/** Sleeps as a script's thread does, over and over, and counts how often. */
const SLEEPER = `
  const { workerData: { signals, place } } = require('node:worker_threads');
  for (;;) {
    const seen = Atomics.load(signals, place.wake);
    Atomics.store(signals, place.asleep, 1);
    if (Atomics.load(signals, place.looks) === 0) Atomics.wait(signals, place.wake, seen, 60_000);
    Atomics.store(signals, place.asleep, 0);
    Atomics.add(signals, place.beat, 1);
  }`;

test('a thread that sleeps is awake while it is looked at, and sleeps again after', async () => {
  const signals = createThreadSignals();
  const worker = new Worker(SLEEPER, { eval: true, workerData: { signals, place: Signal } });
  await expect.poll(() => Atomics.load(signals, Signal.asleep)).toBe(1);
  const [first, second] = await Promise.all([keepAwake(signals), keepAwake(signals)]);
  expect(Atomics.load(signals, Signal.looks)).toBe(2);
  first!();
  const beat = Atomics.load(signals, Signal.beat);
  await expect.poll(() => Atomics.load(signals, Signal.beat) !== beat).toBe(true);
  second!();
  await expect.poll(() => Atomics.load(signals, Signal.asleep)).toBe(1);
  await worker.terminate();
});

test('one that does not wake is not looked at', async () => {
  const signals = createThreadSignals();
  Atomics.store(signals, Signal.asleep, 1);
  expect(await keepAwake(signals)).toBeUndefined();
  expect(Atomics.load(signals, Signal.looks)).toBe(0);
});
