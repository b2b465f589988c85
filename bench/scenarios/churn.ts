import { observeLoad } from '../observed-load.js';
import type { Scenario } from './scenario.js';
import { withPublishers } from './with-publishers.js';

/** `size` slots that connect, play a live stream, wait for Play.Start, leave, and begin again. */
export const churn: Scenario = (bench, server, size) => {
  const url = `${server.address}/bench`;
  const ramp = Math.max(bench.pace.ramp, size);
  return withPublishers(bench, url, 1, size, async (publisher) => {
    const request = { mode: 'churn', url, connections: size, pids: server.pids, ...bench.pace, ramp } as const;
    const { result, metrics } = await observeLoad(bench, server, request, publisher);
    const lostPlayers = result.failed + result.disconnects;
    return { metrics: { ...metrics, lostPlayers, cyclesPerSecond: result.cycles_per_s }, raw: { clients: result } };
  });
};
