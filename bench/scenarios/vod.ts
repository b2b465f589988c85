import { cpuPerMb, observeLoad, playerMetrics } from '../observed-load.js';
import type { Scenario } from './scenario.js';

/** `size` players of one recorded file, each a little later than the one before. */
export const vodOne: Scenario = played(() => 1);

/** `size` players, each of its own recorded file. */
export const vodMany: Scenario = played((size) => size);

function played(files: (size: number) => number): Scenario {
  return async (bench, server, size) => {
    const url = `${server.address}/bench%d`;
    const request = { mode: 'play', url, connections: size, streams: files(size), pids: server.pids } as const;
    const { result, metrics } = await observeLoad(bench, server, { ...request, ...bench.pace });
    // The frames of a file say nothing about when they were sent.
    const { delayP50: _, delayP99: __, ...seen } = playerMetrics(result);
    return { metrics: { ...metrics, ...cpuPerMb(result), ...seen }, raw: { players: result } };
  };
}
