import { describe, expect, it } from 'vitest';
import { ThreadWatch } from '../../../../src/script/host/thread-watch.js';
import { createThreadSignals, Signal } from '../../../../src/script/protocol/thread-signals.js';
import { ManualClock } from '../../../support/manual-clock.js';

const MEGABYTE = 1e6;

function watch(maxBusy = 3000) {
  const clock = new ManualClock();
  const signals = createThreadSignals();
  const process = { memory: 100 * MEGABYTE };
  const told: (number | string)[] = [];
  const options = { maxBusy, maxWait: 2000, memory: 64 * MEGABYTE, processMemory: () => process.memory };
  const thread = new ThreadWatch(signals, clock, options, {
    busy: (milliseconds) => told.push(milliseconds),
    grown: () => told.push('grown'),
    lost: (reason) => told.push(reason),
  });
  thread.start();
  return { clock, signals, process, told, thread };
}

describe('ThreadWatch', () => {
  it('says nothing of a thread that gives signs of life', () => {
    const { clock, signals, told } = watch();
    for (let round = 0; round < 100; round++) {
      Atomics.add(signals, Signal.beat, 1);
      clock.advance(100);
    }
    expect(told).toEqual([]);
  });

  it('tells how long it is busy, and at last that it is lost', () => {
    const { clock, told } = watch(300);
    clock.advance(10_000);
    const reason = 'the script is busy and did not come back within 0.3 s: an endless loop?';
    expect(told).toEqual([100, 200, 300, reason]);
    expect(clock.timers).toBe(0);
  });

  it('has no bound for a thread that may be busy as long as it likes', () => {
    const { clock, told } = watch(0);
    clock.advance(60_000);
    expect(told.filter((said) => typeof said === 'string')).toEqual([]);
  });

  it('blames no thread for what the server itself slept', () => {
    const { clock, told } = watch();
    clock.sleep(60_000);
    clock.advance(100);
    expect(told).toEqual([100, 200]);
  });

  it('lets it stand still for an answer, and not for ever', () => {
    const { clock, signals, told } = watch(500);
    Atomics.store(signals, Signal.waiting, 1);
    clock.advance(2000);
    expect(told).toEqual([]);
    clock.advance(500);
    expect(told).toEqual(['the script waits for the server and did not come back']);
  });

  it('bounds its memory', () => {
    const { clock, signals, told } = watch();
    Atomics.store(signals, Signal.memory, 65);
    Atomics.add(signals, Signal.beat, 1);
    clock.advance(500);
    expect(told).toEqual(['the script used more than 64 MB (script.memory)']);
  });

  it('has a busy thread looked at while the process grows, through whomever', () => {
    const { clock, signals, process, told } = watch();
    clock.advance(100);
    process.memory += 65 * MEGABYTE;
    clock.advance(200);
    Atomics.add(signals, Signal.beat, 1);
    clock.advance(200);
    expect(told).toEqual([100, 200, 'grown', 300, 'grown', 100]);
  });

  it('has it looked at no more than that which was added since it was looked at', () => {
    const { clock, process, told, thread } = watch();
    clock.advance(100);
    process.memory += 65 * MEGABYTE;
    clock.advance(100);
    thread.looked();
    process.memory += 63 * MEGABYTE;
    clock.advance(100);
    process.memory += 2 * MEGABYTE;
    clock.advance(100);
    expect(told).toEqual([100, 200, 'grown', 300, 400, 'grown']);
  });

  it('looks no more when it is closed', () => {
    const { clock, thread, told } = watch();
    thread.close();
    clock.advance(60_000);
    expect([told, clock.timers]).toEqual([[], 0]);
  });
});
