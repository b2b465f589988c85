import { setTimeout as pause } from 'node:timers/promises';
import { Administration } from '../administration.js';
import { BenchError } from '../bench-error.js';
import type { RunningServer } from '../bench-server.js';
import { CpuMeter } from '../cpu-meter.js';
import type { LoadRequest } from '../load-client.js';
import type { Metrics } from '../measurement.js';
import type { Bench } from '../observed-load.js';
import { playerMetrics } from '../observed-load.js';
import type { Outcome, Scenario } from './scenario.js';
import { withPublishers } from './with-publishers.js';

/** The part of the clients that is sent a stream; the others wait for one. */
const PLAYING = 0.2;
/** Milliseconds between the beginnings of two lists. */
const LIST_INTERVAL = 250;
/** Milliseconds of lists that are not counted: the code that makes them is compiled meanwhile. */
const WARMING = 2000;
/** Scrapes per second: with one, what they cost would be lost in what the stream does. */
const SCRAPES = 20;
/** Milliseconds that it takes to make a user and log in on a busy machine: clients must not have gone by then. */
const LOGIN = 20_000;
/** Milliseconds that are waited for who is late. */
const JOINING = 30_000;

/** `size` clients, a fifth of them playing, and who lists all of them by the REST API, over and over. */
export const apiClients: Scenario = (bench, server, size) =>
  withClients(bench, server, size, 1, async (administration) => {
    const times: number[] = [];
    const measured = performance.now() + WARMING;
    const end = measured + bench.pace.seconds * 1000;
    while (performance.now() < end) {
      const start = performance.now();
      const { count, took } = await administration.list('/api/v1/clients');
      if (start >= measured) times.push(took);
      if (count < size) throw new BenchError(`${count} of ${size} clients were listed`);
      await pause(Math.max(0, start + LIST_INTERVAL - performance.now()));
    }
    times.sort((a, b) => a - b);
    return { listP50: share(times, 0.5), listP95: share(times, 0.95) };
  });

/** As {@link apiClients}, and what a scrape of the metrics costs: the CPU time with many of them, less that with none. */
export const metricsScrape: Scenario = (bench, server, size) =>
  withClients(bench, server, size, 2, async (administration) => {
    const meter = new CpuMeter(bench.cores.server, server.pids);
    await pause(bench.pace.seconds * 1000);
    const { processes: without } = meter.read();
    meter.restart();
    const [start, count] = [performance.now(), bench.pace.seconds * SCRAPES];
    for (let scrape = 1; scrape <= count; scrape++) {
      await administration.text('/metrics');
      await pause(Math.max(0, start + (scrape * 1000) / SCRAPES - performance.now()));
    }
    const perSecond = count / ((performance.now() - start) / 1000);
    return { scrapeCpu: Math.max(0, meter.read().processes - without) / perSecond };
  });

/** @param windows how many measured windows `work` takes */
function withClients(
  bench: Bench,
  server: RunningServer,
  size: number,
  windows: number,
  work: (administration: Administration) => Promise<Metrics>,
): Promise<Outcome> {
  const { folder, address } = server;
  if (folder === undefined) throw new BenchError('this server has no administration');
  const { ramp, settle, seconds } = bench.pace;
  const playing = Math.round(size * PLAYING);
  const joining = (size - playing) / ramp;
  const lasting = windows * seconds + LOGIN / 1000;
  const limit = { ...bench, pace: { ...bench.pace, seconds: lasting } };
  return withPublishers(limit, `${address}/bench`, 1, size, async () => {
    const common = { mode: 'play', ramp, pids: server.pids } as const;
    const start = (request: Pick<LoadRequest, 'url' | 'connections'>) => {
      // All of them are there when the first of both groups is looked at.
      const still = settle + joining - request.connections / ramp;
      return bench.load.start({ ...common, ...request, settle: Math.ceil(still), seconds: Math.ceil(lasting) });
    };
    const waiting = start({ url: `${address}/quiet`, connections: size - playing });
    const players = start({ url: `${address}/bench`, connections: playing });
    try {
      await Promise.race([players.ended, pause((joining + settle) * 1000)]);
      const administration = await Administration.enter(folder);
      await allThere(administration, size);
      const metrics = await work(administration);
      const result = await bench.load.read(players);
      const { lostFrames = NaN, lostPlayers = NaN } = playerMetrics(result);
      const residentMb = result.server_rss_kb / 1000;
      return { metrics: { ...metrics, lostFrames, lostPlayers, residentMb }, raw: { players: result } };
    } finally {
      await Promise.all([waiting.stop(), players.stop()]);
    }
  });
}

/** A busy machine lets clients in later than they were meant to come. */
async function allThere(administration: Administration, size: number): Promise<void> {
  let clients = 0;
  for (const end = performance.now() + JOINING; performance.now() < end; await pause(500)) {
    const { now } = JSON.parse(await administration.text('/api/v1/server')) as { now: { clients: number } };
    clients = now.clients;
    if (clients >= size) return;
  }
  throw new BenchError(`${clients} of ${size} clients came`);
}

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
