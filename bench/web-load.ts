// The load client of what rtmpload does not speak: players of one live stream by HLS, by FLV, or by RTMPS. Its options and what it prints at
// its end are those of rtmpload, as far as it has them.
import { setTimeout as pause } from 'node:timers/promises';
import { CpuMeter } from './cpu-meter.js';
import { FlvPlayer } from './flv-player.js';
import { HlsPlayer } from './hls-player.js';
import { loadArguments } from './load-arguments.js';
import { percentiles, residentKb } from './load-figures.js';
import type { LoadResult, Percentiles } from './load-result.js';
import { RtmpsPlayer } from './rtmps-player.js';

const { url, connections, ramp, settle, seconds, way, watched } = loadArguments();

type Player = HlsPlayer | FlvPlayer | RtmpsPlayer;

const players: Player[] = [];
for (let index = 0; index < connections; index++) {
  players.push(newPlayer());
  await pause(1000 / ramp);
}
await pause(settle * 1000);

const server = new CpuMeter(undefined, watched);
const own = new CpuMeter(undefined, [process.pid]);
const bytesBefore = sum(({ bytes }) => bytes);
const before = players.map(({ pieces }) => pieces);
const start = performance.now();
await pause(seconds * 1000);
const length = (performance.now() - start) / 1000;
const bytes = sum((player) => player.bytes) - bytesBefore;
const [serverCpu, clientCpu] = [server.read().processes * length, own.read().processes * length];
const resident = watched.reduce((total, pid) => total + residentKb(pid), 0);
const fed = players.filter(({ pieces }, i) => pieces > before[i]!).length;

const none: Percentiles = { p50: 0, p95: 0, max: 0 };
const result: LoadResult = {
  ...{ connections, running: players.filter(({ isLost }) => !isLost).length, with_video: fed },
  ...{ failed: connections - fed, disconnects: players.filter(({ isLost }) => isLost).length, seconds: length },
  ...{ bytes, video: 0, audio: 0, gaps: 0, disorder: 0, drops: 0, cycles_per_s: 0 },
  ...{ first_frame_ms: percentiles(players.flatMap(({ firstPiece }) => firstPiece ?? [])), latency_ms: none },
  ...{ client_cpu_s: clientCpu, server_cpu_s: serverCpu, server_rss_kb: resident },
};
for (const failure of new Set(players.map(({ failure }) => failure))) process.stderr.write(`${failure}\n`);
for (const player of players) player.end();
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());

function newPlayer(): Player {
  if (way === 'rtmps') return new RtmpsPlayer(url);
  return way.endsWith('flv') ? new FlvPlayer(url, way === 'ws-flv') : new HlsPlayer(url, way === 'hls-parts');
}

function sum(of: (player: Player) => number): number {
  return players.reduce((total, player) => total + of(player), 0);
}
