import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../bench-error.js';
import type { EdgeGroup, RunningServer } from '../bench-server.js';
import { cpuPerMb, observeLoad, playerMetrics } from '../observed-load.js';
import { WatchingPlayer } from '../watching-player.js';
import type { Scenario } from './scenario.js';
import { withPublishers } from './with-publishers.js';

/** Milliseconds for all players to see a picture, and until they must see another one when their origin hangs. */
const JOINING = 30_000;
const OUTAGE = 8000;

const SENT = 'afterglow_link_sent_bytes_total{direction="from-edge"}';
const PUBLISHED = 'afterglow_media_received_bytes_total';

/** One publisher at the origin, half of `size` players at either edge: how many times the stream leaves the origin. */
export const edgeSplit: Scenario = (bench, server, size) => {
  const { origins, edges, metric } = groupOf(server);
  return withPublishers(bench, `${origins[0]}/bench`, 1, size, async (publisher) => {
    const figures = () => Promise.all([metric('origin', SENT), metric('origin', PUBLISHED)]);
    const ramp = bench.pace.ramp / edges.length;
    const joining = (size / bench.pace.ramp + bench.pace.settle) * 1000;
    const window = pause(joining).then(async () => {
      const [sent, published] = await figures();
      await pause(bench.pace.seconds * 1000);
      const [sentThen, publishedThen] = await figures();
      return (sentThen - sent) / (publishedThen - published);
    });
    const loads = edges.map((address) => {
      const request = { mode: 'play', url: `${address}/bench`, pids: server.pids, ...bench.pace, ramp } as const;
      return observeLoad(bench, server, { ...request, connections: Math.floor(size / edges.length) }, publisher);
    });
    const [first, second] = await Promise.all(loads);
    if (first === undefined || second === undefined) throw new BenchError('there are not two edges');
    const players = playerMetrics(first.result);
    const lost = playerMetrics(second.result);
    const bytes = first.result.bytes + second.result.bytes;
    return {
      metrics: {
        ...{ ...first.metrics, ...players, ...cpuPerMb({ ...first.result, bytes }) },
        lostFrames: (players.lostFrames ?? 0) + (lost.lostFrames ?? 0),
        lostPlayers: (players.lostPlayers ?? 0) + (lost.lostPlayers ?? 0),
        originStreams: await window,
      },
      raw: { players: first.result, others: second.result },
    };
  });
};

/** `size` players of one file of the origin, to its end, at one edge: the part of the bytes that need not be fetched. */
export const edgeHits: Scenario = async (bench, server, size) => {
  const { metric } = groupOf(server);
  const request = { mode: 'play', url: `${server.address}/bench0`, connections: size, pids: server.pids } as const;
  const { result, metrics } = await observeLoad(bench, server, { ...request, ...bench.pace });
  // Of all that was played, also before the measured window.
  const [fetched, sent] = await Promise.all([
    metric('edge', 'afterglow_origin_cache_fetched_bytes_total'),
    metric('edge', 'afterglow_sent_bytes_total'),
  ]);
  return {
    metrics: { ...metrics, ...cpuPerMb(result), ...playerMetrics(result), hitRatio: 1 - fetched / sent },
    raw: { players: result },
  };
};

/** `size` players at both edges while their origin hangs without a word: how long they see no picture. */
export const edgeFailover: Scenario = (bench, server, size) => {
  const { origins, edges, hang } = groupOf(server);
  const [first = '', second = ''] = origins.map((address) => `${address}/bench`);
  return withPublishers(bench, first, 1, size, () =>
    withPublishers(bench, second, 1, size, async () => {
      const players = Array.from({ length: size }, (_, index) => {
        return new WatchingPlayer(edges[index % edges.length]!, 'bench');
      });
      for (let waited = 0; waited < JOINING && players.some(({ pictures }) => pictures === 0); waited += 100)
        await pause(100);
      await pause(bench.pace.settle * 1000);
      for (const player of players) player.restart();
      hang();
      await pause(Math.max(bench.pace.seconds * 1000, OUTAGE));
      const watching = players.filter(({ isLost, pictures }) => !isLost && pictures > 0);
      const gaps = watching.map(({ longestGap }) => longestGap).sort((a, b) => a - b);
      const lostPlayers = size - watching.length;
      for (const player of players) player.end();
      const metrics = {
        failoverP50: gaps[Math.floor(gaps.length / 2)] ?? NaN,
        failoverLongest: gaps.at(-1) ?? NaN,
        lostPlayers,
      };
      return { metrics, raw: {} };
    }),
  );
};

function groupOf({ group }: RunningServer): EdgeGroup {
  if (group === undefined) throw new BenchError('this server has no edges');
  return group;
}
