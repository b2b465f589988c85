import type { Guest } from '../guest/guest.js';
import type { RunningGuest } from './guest-maker.js';

/** Milliseconds after which others have their turn. */
const SLICE = 50;

/** A guest whose code is called directly; only the server's watch ends a call of it that does not return. */
export function untimedGuest(guest: Guest): RunningGuest {
  return {
    guest,
    run(step) {
      const end = performance.now() + SLICE;
      while (step() && performance.now() < end);
      return false;
    },
  };
}
