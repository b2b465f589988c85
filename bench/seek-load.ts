// The load client of the scenario `seek`: players of recorded streams, 100 of whom in a second seek to a random place.
// Its options and what it prints at its end are those of rtmpload, as far as it has them.
import { setTimeout as pause } from 'node:timers/promises';
import { CpuMeter } from './cpu-meter.js';
import { loadArguments } from './load-arguments.js';
import { percentiles, residentKb } from './load-figures.js';
import type { LoadResult, Percentiles } from './load-result.js';
import { SeekingPlayer } from './seeking-player.js';

const SEEKS_PER_SECOND = 100;

/** Milliseconds after which a seek has failed; each player seeks every two seconds. */
const PATIENCE = 1500;

/** Places behind this are not sought: media must be left to play from there. */
const LAST_PLACE = 0.9;

const { url, connections, ramp, settle, seconds, streams, streamSeconds, watched } = loadArguments();
const lastPlace = streamSeconds * 1000 * LAST_PLACE;

const players: SeekingPlayer[] = [];
for (let index = 0; index < connections; index++) {
  players.push(new SeekingPlayer(url.replace('%d', `${index % streams}`)));
  await pause(1000 / ramp);
}
await pause(settle * 1000);

const server = new CpuMeter(undefined, watched);
const own = new CpuMeter(undefined, [process.pid]);
const bytesBefore = sum(({ bytes }) => bytes);
const start = performance.now();
let seeks = 0;
for (let elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - start) {
  for (; seeks < (elapsed / 1000) * SEEKS_PER_SECOND; seeks++) {
    players[seeks % connections]?.seek(Math.floor(Math.random() * lastPlace), PATIENCE);
  }
  await pause(5);
}
const length = (performance.now() - start) / 1000;
const bytes = sum((player) => player.bytes) - bytesBefore;
const [serverCpu, clientCpu] = [server.read().processes * length, own.read().processes * length];
const resident = watched.reduce((total, pid) => total + residentKb(pid), 0);
await pause(PATIENCE);
for (const player of players) player.end(PATIENCE);

const none: Percentiles = { p50: 0, p95: 0, max: 0 };
const result: LoadResult = {
  ...{ connections, running: count(({ isPlaying }) => isPlaying), with_video: count(({ hasPicture }) => hasPicture) },
  ...{ failed: count(({ hasPicture }) => !hasPicture), disconnects: count(({ isLost }) => isLost), seconds: length },
  ...{ bytes, video: 0, audio: 0, gaps: 0, disorder: 0, drops: 0, cycles_per_s: 0 },
  ...{ first_frame_ms: none, latency_ms: none, client_cpu_s: clientCpu },
  ...{ server_cpu_s: serverCpu, server_rss_kb: resident },
  ...{ seeks, seek_errors: sum(({ errors }) => errors), seek_ms: percentiles(players.flatMap(({ times }) => times)) },
};
for (const failure of new Set(players.flatMap(({ failures }) => failures))) process.stderr.write(`${failure}\n`);
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());

function sum(of: (player: SeekingPlayer) => number): number {
  return players.reduce((total, player) => total + of(player), 0);
}

function count(which: (player: SeekingPlayer) => boolean): number {
  return players.filter(which).length;
}
