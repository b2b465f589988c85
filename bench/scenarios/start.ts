import { observeLoad } from '../observed-load.js';
import type { Scenario } from './scenario.js';
import { withPublishers } from './with-publishers.js';

/** New players per second. */
const JOINING = 300;

/** Seconds for the last of them to see a picture: more than the GOP of 2 s, for servers without a GOP cache. */
const PATIENCE = 2.5;

/** One client alone again and again, from TCP connect to Play.Start; then the first frame while `size` players join. */
export const start: Scenario = (bench, server, size) => {
  const url = `${server.address}/bench`;
  return withPublishers(bench, url, 1, size, async (publisher) => {
    const seconds = Math.min(3, bench.pace.seconds);
    const common = { url, pids: server.pids, ramp: JOINING, settle: 0.2 } as const;
    const alone = { ...common, mode: 'churn', connections: 1, seconds } as const;
    const single = await observeLoad(bench, server, alone, publisher);
    const together = { ...common, mode: 'play', connections: size, settle: PATIENCE, seconds: 1 } as const;
    const joining = await observeLoad(bench, server, together, publisher);
    return {
      metrics: {
        ...joining.metrics,
        lostPlayers: joining.result.connections - joining.result.with_video,
        playStartP50: single.result.first_frame_ms.p50,
        playStartP95: single.result.first_frame_ms.p95,
        firstFrameP50: joining.result.first_frame_ms.p50,
        firstFrameP95: joining.result.first_frame_ms.p95,
      },
      raw: { single: single.result, joining: joining.result },
    };
  });
};
