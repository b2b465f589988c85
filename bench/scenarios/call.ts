import { observeLoad } from '../observed-load.js';
import type { Scenario } from './scenario.js';

/** `size` clients that call a method of main.asc, 10,000 times per second in all. */
export const callAsc: Scenario = called('calls-asc/room', () => 1, 10_000);

/** The same of a TypeScript application, 20,000 times. */
export const callTs: Scenario = called('calls-ts/room', () => 1, 20_000);

/** `size` instances of the application chat, each with a client that is there. */
export const instances: Scenario = called('chat/room%d', (size) => size, 0);

function called(application: string, instancesOf: (size: number) => number, rate: number): Scenario {
  return async (bench, server, size) => {
    const url = server.address.replace(/[^/]*$/, application);
    const request = { mode: 'call', url, connections: size, streams: instancesOf(size), rate } as const;
    const { result, metrics } = await observeLoad(bench, server, { ...request, pids: server.pids, ...bench.pace });
    const { p50, p99 = 0 } = result.latency_ms;
    const lostPlayers = size - result.running;
    const calls = {
      callsPerSecond: result.cycles_per_s,
      callErrors: result.call_errors ?? 0,
      callP50: p50,
      callP99: p99,
    };
    return { metrics: { ...metrics, lostPlayers, ...(rate > 0 && calls) }, raw: { clients: result } };
  };
}
