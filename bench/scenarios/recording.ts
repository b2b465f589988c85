import { cpuPerMb, observeLoad, playerMetrics } from '../observed-load.js';
import type { Scenario } from './scenario.js';
import { withPublishers } from './with-publishers.js';

/** How much longer than others this is measured: what so few players need is little. */
const WINDOWS = 3;

/** One publisher whose stream may be recorded, and `size` players. */
export const recording: Scenario = (bench, server, size) => {
  const pace = { ...bench.pace, seconds: bench.pace.seconds * WINDOWS };
  const url = `${server.address}/bench`;
  return withPublishers({ ...bench, pace }, url, 1, size, async (publisher) => {
    const request = { mode: 'play', url, connections: size, pids: server.pids, ...pace } as const;
    const { result, metrics } = await observeLoad(bench, server, request, publisher);
    return { metrics: { ...metrics, ...cpuPerMb(result), ...playerMetrics(result) }, raw: { players: result } };
  });
};
