import type { WebScenario } from '../bench-server.js';
import { cpuPerMb, observeLoad, playerMetrics } from '../observed-load.js';
import type { Scenario } from './scenario.js';
import { withPublishers } from './with-publishers.js';

/** One publisher, and `size` players that take its stream by HTTP: segments, parts, or FLV. */
export function webPlayers(mode: WebScenario): Scenario {
  return (bench, server, size) => {
    const url = `${server.address}/bench`;
    // A window of a few seconds has more segments or fewer, as it happens.
    const pace = { ...bench.pace, settle: bench.pace.settle + 5, seconds: bench.pace.seconds * 2 };
    return withPublishers({ ...bench, pace }, url, 1, size, async (publisher) => {
      const request = { mode, url, connections: size, pids: server.pids, ...pace } as const;
      const { result, metrics } = await observeLoad(bench, server, request, publisher);
      // Nothing is known of when a frame was sent, nor of each of them.
      const { delayP50: _, delayP99: __, lostFrames: ___, ...seen } = playerMetrics(result);
      return { metrics: { ...metrics, ...cpuPerMb(result), ...seen }, raw: { players: result } };
    });
  };
}
