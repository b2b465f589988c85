import { expect, it } from 'vitest';
import { LinkPulse } from '../../../src/link/link-pulse.js';

const OPTIONS = { pingPeriod: 500, silence: 8000 };

/** A side that hears nothing from 0 on, looked at when it wants to be; answers when the other is given up. */
function givenUpAt(pulse: LinkPulse, late: (now: number) => number = () => 0): number {
  for (let now = 0, look = 0; look < 100; look++) {
    now += pulse.wait(now);
    now += late(now);
    if (pulse.look(now) === 'silent') return now;
  }
  return Infinity;
}

it.each([
  ['after the patience for it', 1500, [], 1500],
  ['after the silence, where nobody can take its place', 8000, [], 8000],
  ['no sooner than after two signs of life', 100, [], 1000],
  ['after four times what an answer took', 1500, [700], 2800],
  ['after what the slowest of the last took', 1500, [700, 1, 1], 1792],
  ['after the patience again, when it was quick for long', 1500, [700, ...Array<number>(10).fill(1)], 1500],
  ['after the silence at the latest, however slow it was', 1500, [5000], 8000],
])('a side that says nothing is given up %s', (_when, patience, roundTrips, at) => {
  const pulse = new LinkPulse(OPTIONS, () => patience, 0);
  for (const roundTrip of roundTrips) pulse.answered(roundTrip);
  expect(givenUpAt(pulse)).toBeCloseTo(at, 6);
});

it('asks as often as it is told to, whether something comes or not', () => {
  const pulse = new LinkPulse(OPTIONS, () => 1500, 0);
  const asked: number[] = [];
  for (let now = 0; now < 3000; now += 100) {
    pulse.heard(now);
    pulse.wait(now);
    if (pulse.look(now) === 'ask') asked.push(now);
  }
  expect(asked).toEqual([500, 1000, 1500, 2000, 2500]);
});

it('blames nobody for the time in which this side did not listen', () => {
  const pulse = new LinkPulse(OPTIONS, () => 1500, 0);
  // Asleep for ten seconds, just before the end of the other's time.
  let slept = false;
  const at = givenUpAt(pulse, (now) => {
    if (slept || now < 1500) return 0;
    slept = true;
    return 10_000;
  });
  // What came meanwhile had the time of one more sign of life to be read.
  expect(at).toBe(1500 + 10_000 + 500);
});

it('gives up a side that is gone on a machine that is always late, too', () => {
  const pulse = new LinkPulse(OPTIONS, () => 1500, 0);
  expect(givenUpAt(pulse, () => 200)).toBeLessThan(5000);
});
