import { expect, test } from 'vitest';
import type { RunningThread } from '../../../src/main/script-threads.js';
import { ScriptThreads } from '../../../src/main/script-threads.js';
import { ManualClock } from '../../support/manual-clock.js';

class FakeThread implements RunningThread {
  endReason: string | undefined;
  isClosed = false;

  start(): void {
    this.endReason = undefined;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

function setup() {
  const clock = new ManualClock();
  const made: FakeThread[] = [];
  const threads = new ScriptThreads<FakeThread>(clock);
  const open = (settings = 'a') => threads.open(settings, () => made[made.push(new FakeThread()) - 1]!);
  return { clock, made, threads, open };
}

test('all instances of an application share a thread, which goes with the last', () => {
  const { made, open } = setup();
  const [first, second] = [open(), open()];
  expect(first.thread).toBe(second.thread);
  first.release();
  expect(made[0]!.isClosed).toBe(false);
  second.release();
  expect(made[0]!.isClosed).toBe(true);
  expect(open().thread).not.toBe(made[0]);
});

test('other settings make another thread; the one before stays as long as it is used', () => {
  const { made, open } = setup();
  const before = open('a');
  const after = open('b');
  expect(after.thread).not.toBe(before.thread);
  expect(made[0]!.isClosed).toBe(false);
  before.release();
  expect(made.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  expect(open('b').thread).toBe(after.thread);
});

test('a thread that dies again and again is started ever later', () => {
  const { clock, open } = setup();
  const die = (): void => {
    const { thread, release } = open();
    thread.endReason = 'broken';
    release();
  };
  die();
  for (const wait of [1000, 2000, 4000]) {
    expect(open).toThrow('it is tried again in');
    clock.advance(wait - 1);
    expect(open).toThrow('it is tried again in 1 s');
    clock.advance(1);
    die();
  }
});

test('a thread that lived for long and died is followed by another soon', () => {
  const { clock, open } = setup();
  for (let i = 0; i < 5; i++) {
    const { thread, release } = open();
    clock.advance(60_000);
    thread.endReason = 'broken';
    release();
    expect(open).toThrow('it is tried again in 1 s');
    clock.advance(1000);
  }
});

test('threads are closed with the server', async () => {
  const { made, threads, open } = setup();
  open();
  await threads.close();
  expect(made[0]!.isClosed).toBe(true);
});
