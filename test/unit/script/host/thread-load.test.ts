import { expect, it } from 'vitest';
import { ThreadLoad } from '../../../../src/script/host/thread-load.js';
import { ManualClock } from '../../../support/manual-clock.js';

it('tells of a thread that has no time left, once until it has some again', () => {
  const clock = new ManualClock();
  const shares = [0.5, 0.99, 1, 0.2, 0.98, 1];
  const told: string[] = [];
  const load = new ThreadLoad(
    clock,
    () => shares.shift()!,
    (text) => told.push(text.replace(/:.*/, '')),
  );
  load.start();
  clock.advance(50_000);
  expect(told).toEqual([
    'the script keeps its thread busy all the time (99 % of the last 10 s)',
    'the script keeps its thread busy all the time (98 % of the last 10 s)',
  ]);
  load.close();
  clock.advance(60_000);
  expect([shares, clock.timers]).toEqual([[1], 0]);
});
