import { expect, test } from 'vitest';
import { EventFeed } from '../../../src/admin/api/event-feed.js';
import { Sampler } from '../../../src/admin/api/sampler.js';
import type { Sample } from '../../../src/admin/api/schema/server.js';
import { ManualClock } from '../../support/manual-clock.js';

/** A server that is sent a thousand bytes in each second, and sends ten times as many. */
function run() {
  const [clock, feed] = [new ManualClock(), new EventFeed()];
  const process = () => {
    const seconds = clock.now() / 1000;
    const delay = { buckets: [], count: seconds * 100, sum: seconds * 0.2 };
    const eventLoop = { delay, active: seconds * 0.25, idle: seconds * 0.75 };
    return { cpu: seconds / 2, memory: { resident: 100, heapUsed: 50, external: 5 }, eventLoop };
  };
  const counts = () => ({ connections: 4, clients: 3, streams: 1, players: 2, instances: 1, dropped: 0, refused: 0 });
  const traffic = () => ({ received: clock.now(), sent: clock.now() * 10 });
  const sampler = new Sampler({ process } as never, { counts, traffic }, feed, clock);
  sampler.start();
  return { sampler, clock, feed };
}

const EXPECTED = {
  ...{ clients: 3, receivedPerSecond: 1000, sentPerSecond: 10_000 },
  ...{ cpu: 0.5, memory: 100, eventLoopDelay: 2, eventLoopLoad: 0.25 },
};

test.each([0, 3000, 7999, 8000, 9000])('who listens from %i ms on is told true rates from the first on', (from) => {
  const { sampler, clock, feed } = run();
  clock.advance(from);
  const heard: Sample[] = [];
  const ended = feed.listen((_, data) => heard.push(data() as Sample));
  clock.advance(20_000);
  expect(heard.length).toBeGreaterThanOrEqual(8);
  for (const sample of heard) expect(sample).toMatchObject(EXPECTED);
  ended();
  const { length } = heard;
  clock.advance(20_000);
  expect(heard).toHaveLength(length);
  for (const sample of sampler.history.samples) expect(sample).toMatchObject(EXPECTED);
  expect(sampler.now).toMatchObject(EXPECTED);
});

test('ten minutes are kept', () => {
  const { sampler, clock } = run();
  clock.advance(3_600_000);
  const { interval, samples } = sampler.history;
  expect(interval * samples.length).toBe(600_000);
});
