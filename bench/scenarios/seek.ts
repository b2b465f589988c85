import { cpuPerMb, observeLoad } from '../observed-load.js';
import { seekMedia } from './needed-media.js';
import type { Scenario } from './scenario.js';

/** How much longer than others this is measured: a minute, unless told otherwise. */
const WINDOWS = 6;

/** `size` players of recorded files, of whom 100 in a second seek to somewhere. */
export const seek: Scenario = async (bench, server, size) => {
  const pace = { ...bench.pace, seconds: bench.pace.seconds * WINDOWS };
  const { files, seconds } = seekMedia;
  const media = { url: `${server.address}/bench%d`, streams: files, streamSeconds: seconds };
  const request = { mode: 'seek', ...media, connections: size, pids: server.pids, ...pace } as const;
  const { result, metrics } = await observeLoad(bench, server, request);
  const { seeks = 0, seek_errors = 0, seek_ms } = result;
  return {
    metrics: {
      ...metrics,
      ...cpuPerMb(result),
      lostPlayers: result.connections - result.with_video + result.disconnects,
      seeksPerSecond: seeks / result.seconds,
      seekErrors: seek_errors,
      ...(seek_ms === undefined ? {} : { seekP50: seek_ms.p50, seekP95: seek_ms.p95 }),
    },
    raw: { players: result },
  };
};
