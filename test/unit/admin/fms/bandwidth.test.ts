import { expect, it } from 'vitest';
import { Bandwidth } from '../../../../src/admin/fms/bandwidth.js';
import { ManualClock } from '../../../support/manual-clock.js';

it('what passes in a second is the mean at first, and then that of the last seconds', () => {
  const clock = new ManualClock();
  const bandwidth = new Bandwidth(clock);
  let [received, sent] = [10_000, 20_000];
  const ask = (what = 'live'): number[] => {
    const rates = bandwidth.of(what, { received, sent }, 10_000);
    return [rates.received, rates.sent];
  };
  const pass = (milliseconds: number, perSecond: number): void => {
    clock.advance(milliseconds);
    received += (perSecond * milliseconds) / 1000;
    sent += (2 * perSecond * milliseconds) / 1000;
  };
  expect(ask()).toEqual([1000, 2000]);
  pass(500, 100);
  expect(ask()).toEqual([1000, 2000]);
  pass(4500, 100);
  expect(ask()).toEqual([100, 200]);
  pass(5000, 400);
  expect(ask()).toEqual([400, 800]);
  // Nobody asked for a minute.
  pass(60_000, 7);
  expect(ask()).toEqual([7, 14]);
  expect(ask('another')[0]).toBeGreaterThan(7);
  // It was ended and began anew.
  [received, sent] = [0, 0];
  pass(5000, 0);
  expect(ask()).toEqual([0, 0]);
});
