import type { Clock } from './clock.js';

/** Resolves after `milliseconds`. */
export function pause(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void clock.after(milliseconds, resolve));
}
