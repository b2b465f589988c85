import { cpuPerMb, observeLoad, playerMetrics } from '../observed-load.js';
import type { Scenario } from './scenario.js';
import { withPublishers } from './with-publishers.js';

/** One publisher, `size` players. */
export const live: Scenario = (bench, server, size) =>
  withPublishers(bench, `${server.publishing ?? server.address}/bench`, 1, size, async (publisher) => {
    const request = { mode: 'play', url: `${server.address}/bench`, connections: size, pids: server.pids } as const;
    const { result, metrics } = await observeLoad(bench, server, { ...request, ...bench.pace }, publisher);
    return { metrics: { ...metrics, ...cpuPerMb(result), ...playerMetrics(result) }, raw: { players: result } };
  });
