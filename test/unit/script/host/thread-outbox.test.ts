import { describe, expect, it } from 'vitest';
import { ThreadOutbox } from '../../../../src/script/host/thread-outbox.js';
import type { MessageList, ToScript } from '../../../../src/script/protocol/script-messages.js';
import { createThreadSignals, Signal } from '../../../../src/script/protocol/thread-signals.js';
import { ManualClock } from '../../../support/manual-clock.js';

const MEGABYTE = 1024 * 1024;

function outbox() {
  const clock = new ManualClock();
  const signals = createThreadSignals();
  const lists: MessageList<ToScript>[] = [];
  const overflows: number[] = [];
  const port = { postMessage: (list: MessageList<ToScript>) => void lists.push(list) };
  const box = new ThreadOutbox(port, signals, clock, (bytes) => overflows.push(bytes));
  return { clock, signals, lists, overflows, box };
}

function event(size: number): ToScript {
  return { kind: 'event', instance: 'chat', event: 'call', args: [new Uint8Array(size)] };
}

describe('ThreadOutbox', () => {
  it('sends what a turn has gathered as one list, and wakes the thread up', () => {
    const { clock, signals, lists, box } = outbox();
    for (let number = 0; number < 3; number++) box.push(event(number));
    expect(lists).toEqual([]);
    clock.turn();
    expect(lists.map(({ messages }) => messages.length)).toEqual([3]);
    expect(Atomics.load(signals, Signal.wake)).toBe(1);
  });

  it('keeps what the thread has no room for, until it has done something', () => {
    const { clock, signals, lists, box } = outbox();
    for (let number = 0; number < 30; number++) box.push(event(100_000));
    clock.turn();
    const sent = lists.flatMap(({ messages }) => messages).length;
    expect(sent).toBeLessThan(15);
    clock.advance(100);
    expect(lists.flatMap(({ messages }) => messages)).toHaveLength(sent);
    Atomics.add(signals, Signal.doneByScript, 2 * MEGABYTE);
    clock.advance(2);
    expect(lists.flatMap(({ messages }) => messages)).toHaveLength(30);
    expect(clock.timers).toBe(0);
  });

  it('says when too much waits', () => {
    const { clock, overflows, box } = outbox();
    for (let number = 0; number < 66; number++) box.push(event(MEGABYTE));
    clock.turn();
    expect(overflows).toHaveLength(1);
    expect(overflows[0]).toBeGreaterThan(64 * MEGABYTE);
  });

  it('sends nothing when it is closed', () => {
    const { clock, lists, box } = outbox();
    box.push(event(1));
    box.close();
    clock.turn();
    box.push(event(1));
    clock.advance(100);
    expect([lists, clock.timers]).toEqual([[], 0]);
  });
});
