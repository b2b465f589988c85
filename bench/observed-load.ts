import { setTimeout as pause } from 'node:timers/promises';
import type { RunningServer } from './bench-server.js';
import type { Child } from './child.js';
import type { Cores } from './cores.js';
import { CpuMeter } from './cpu-meter.js';
import type { LoadClient, LoadRequest } from './load-client.js';
import type { LoadResult } from './load-result.js';
import type { Metrics } from './measurement.js';

/** What a scenario works with. */
export interface Bench {
  readonly load: LoadClient;
  readonly cores: Cores;
  readonly pace: Pace;
}

/** How long and how fast. */
export interface Pace {
  /** Seconds of each measured window. */
  readonly seconds: number;
  /** Seconds before it. */
  readonly settle: number;
  /** Players that join per second. */
  readonly ramp: number;
}

export interface ObservedLoad {
  readonly result: LoadResult;
  readonly metrics: Metrics;
}

/** Lets load clients run to their end, and watches both cores within their measured window. */
export async function observeLoad(
  { load, cores }: Bench,
  server: RunningServer,
  request: LoadRequest,
  publisher?: Child,
): Promise<ObservedLoad> {
  const child = load.start(request);
  const serverMeter = new CpuMeter(cores.server, server.pids);
  const loadMeter = new CpuMeter(cores.load, publisher === undefined ? [child.pid] : [child.pid, publisher.pid]);
  await Promise.race([child.ended, pause((request.connections / request.ramp + request.settle) * 1000)]);
  serverMeter.restart();
  loadMeter.restart();
  await Promise.race([child.ended, pause(request.seconds * 1000 - 50)]);
  const [serverShare, loadShare] = [serverMeter.read(), loadMeter.read()];
  const result = await load.read(child);
  return {
    result,
    metrics: {
      serverCpu: result.server_cpu_s / result.seconds,
      residentMb: result.server_rss_kb / 1000,
      loadCpu: loadShare.processes,
      loadCore: loadShare.core,
      strangers: Math.max(0, serverShare.core - serverShare.processes),
    },
  };
}

/** CPU time of the server per delivered megabyte. */
export function cpuPerMb({ server_cpu_s, bytes }: LoadResult): Metrics {
  return bytes > 0 ? { cpuPerMb: (server_cpu_s * 1000) / (bytes / 1e6) } : {};
}

/** What players tell of a stream that they watched. */
export function playerMetrics(result: LoadResult): Metrics {
  const { connections, running, with_video, gaps, latency_ms, first_frame_ms } = result;
  return {
    lostFrames: gaps,
    lostPlayers: connections - Math.min(running, with_video),
    delayP50: latency_ms.p50,
    ...(latency_ms.p99 === undefined ? {} : { delayP99: latency_ms.p99 }),
    firstFrameP50: first_frame_ms.p50,
    firstFrameP95: first_frame_ms.p95,
  };
}
