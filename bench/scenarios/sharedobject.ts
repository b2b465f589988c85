import { cpuPerMb, observeLoad } from '../observed-load.js';
import type { Scenario } from './scenario.js';

/** Clients that share out the objects of `sharedobject-many`. */
const CLIENTS = 1000;

/** Changes per second. */
const RATE = { one: 100, many: 1000 };

/** `size` clients of one object, which is changed 100 times per second. */
export const sharedObjectOne: Scenario = (bench, server, size) => measure(bench, server, size, 1, RATE.one);

/** `size` objects of two clients each, 1,000 changes per second in all of them together. */
export const sharedObjectMany: Scenario = (bench, server, size) => measure(bench, server, CLIENTS, size, RATE.many);

async function measure(
  bench: Parameters<Scenario>[0],
  server: Parameters<Scenario>[1],
  connections: number,
  objects: number,
  rate: number,
): ReturnType<Scenario> {
  const request = { mode: 'sharedobject', url: server.address, connections, streams: objects, rate } as const;
  const { result, metrics } = await observeLoad(bench, server, { ...request, pids: server.pids, ...bench.pace });
  const { p50, p99 } = result.latency_ms;
  return {
    metrics: {
      ...metrics,
      ...cpuPerMb(result),
      lostPlayers: connections - result.running,
      delayP50: p50,
      ...(p99 === undefined ? {} : { delayP99: p99 }),
    },
    raw: { clients: result },
  };
}
