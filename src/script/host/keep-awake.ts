import { setTimeout as pause } from 'node:timers/promises';
import { Signal } from '../protocol/thread-signals.js';
import type { ThreadSignals } from '../protocol/thread-signals.js';

/** Milliseconds between two tries to wake a thread, and how often it is tried. */
const INTERVAL = 5;
const TRIES = 40;

/**
 * Wakes a script's thread that sleeps for an answer, and keeps it awake until the answered function is called: it can be
 * looked at. Undefined if it did not wake.
 */
export async function keepAwake(signals: ThreadSignals): Promise<(() => void) | undefined> {
  Atomics.add(signals, Signal.looks, 1);
  const done = (): void => {
    Atomics.sub(signals, Signal.looks, 1);
  };
  for (let tried = 0; tried < TRIES; tried++) {
    if (Atomics.load(signals, Signal.asleep) === 0) return done;
    Atomics.add(signals, Signal.wake, 1);
    Atomics.notify(signals, Signal.wake);
    Atomics.notify(signals, Signal.handledByServer);
    await pause(INTERVAL);
  }
  done();
  return undefined;
}
