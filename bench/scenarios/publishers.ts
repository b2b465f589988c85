import { cpuPerMb, observeLoad, playerMetrics } from '../observed-load.js';
import type { Scenario } from './scenario.js';
import { withPublishers } from './with-publishers.js';

/** `size` publishers with one player each. */
export const publishers: Scenario = (bench, server, size) => {
  const url = `${server.address}/bench%d`;
  return withPublishers(bench, url, size, size, async (publisher) => {
    const request = { mode: 'play', url, connections: size, streams: size, pids: server.pids } as const;
    const { result, metrics } = await observeLoad(bench, server, { ...request, ...bench.pace }, publisher);
    return { metrics: { ...metrics, ...cpuPerMb(result), ...playerMetrics(result) }, raw: { players: result } };
  });
};
