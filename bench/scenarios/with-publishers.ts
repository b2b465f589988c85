import type { Child } from '../child.js';
import type { Bench } from '../observed-load.js';
import { parseLoadResult } from '../load-result.js';
import type { Outcome } from './scenario.js';

/** Publishes `count` streams at `url` while `work` goes on, which has up to `players` players. */
export async function withPublishers(
  { load, pace }: Bench,
  url: string,
  count: number,
  players: number,
  work: (publisher: Child) => Promise<Outcome>,
): Promise<Outcome> {
  const limit = players / pace.ramp + 2 * (pace.settle + pace.seconds) + 30;
  const publisher = await load.publish(url, count, Math.ceil(limit));
  try {
    const { metrics, raw } = await work(publisher);
    await publisher.stop('SIGINT');
    const publishing = parseLoadResult(publisher.stdout);
    return { metrics, raw: publishing === undefined ? raw : { ...raw, publishing } };
  } finally {
    await publisher.stop();
  }
}
