import { expect, test } from 'vitest';
import { measureBandwidth } from '../../../src/netconnection/bandwidth-check.js';
import { ManualClock } from '../../support/manual-clock.js';

const options = { enabled: true, maxRate: Infinity, dataSize: 16_384, maxWait: 2000 };

/** A client that receives so many bytes a millisecond and is `latency` milliseconds away and back. */
function client(clock: ManualClock, bytesPerMillisecond: number, latency: number) {
  const sizes: number[] = [];
  const probe = (payload: string) => {
    sizes.push(payload.length);
    clock.advance(latency + payload.length / bytesPerMillisecond);
    return Promise.resolve(0);
  };
  return { sizes, probe };
}

test.each([
  { bytesPerMillisecond: 125, latency: 20 },
  { bytesPerMillisecond: 625, latency: 5 },
  { bytesPerMillisecond: 1250, latency: 300 },
])('$bytesPerMillisecond bytes a millisecond, $latency ms away', async ({ bytesPerMillisecond, latency }) => {
  const clock = new ManualClock();
  const { probe } = client(clock, bytesPerMillisecond, latency);
  const measured = await measureBandwidth(probe, clock, options);
  expect(measured.kilobitsPerSecond).toBeCloseTo(bytesPerMillisecond * 8, -1);
  expect(measured.latency).toBe(latency);
});

test('probes begin empty, grow by dataSize and stop growing at one megabyte', async () => {
  const clock = new ManualClock();
  const { sizes, probe } = client(clock, 100_000, 1);
  await measureBandwidth(probe, clock, { ...options, dataSize: 300_000 });
  expect(sizes.slice(0, 6)).toEqual([0, 300_000, 600_000, 900_000, 1_048_576, 1_048_576]);
});

test('a client without end of time is asked no longer than maxWait', async () => {
  const clock = new ManualClock();
  const { sizes, probe } = client(clock, 1, 5000);
  const measured = await measureBandwidth(probe, clock, options);
  expect(sizes).toEqual([0]);
  expect(measured).toEqual({ kilobitsPerSecond: 0, kilobits: 0, duration: 0, latency: 5000 });
});

test('no more than maxRate is reported, and a client that answers at once does not divide by nothing', async () => {
  const clock = new ManualClock();
  let calls = 0;
  const probe = () => {
    if (++calls > 5) clock.advance(3000);
    return Promise.resolve(0);
  };
  const { kilobitsPerSecond } = await measureBandwidth(probe, clock, { ...options, maxRate: 500 });
  expect(kilobitsPerSecond).toBe(500);
});
