import type { ManualClock } from './manual-clock.js';

/** Lets every promise that can go on do so, and ends the turns that begin by that, until nothing moves. */
export async function settled(clock: ManualClock): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.turn();
  }
}
