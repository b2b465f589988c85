// The load client of the scenarios `call-asc`, `call-ts` and `instances`: clients that call a method of an application. Its
// options and what it prints are those of rtmpload, as far as it has them.
import { setTimeout as pause } from 'node:timers/promises';
import { CallClient } from './call-client.js';
import { CpuMeter } from './cpu-meter.js';
import { loadArguments } from './load-arguments.js';
import { percentiles, residentKb } from './load-figures.js';
import type { LoadResult, Percentiles } from './load-result.js';

/** Milliseconds that are waited for the last results, and seconds for all clients to be there. */
const PATIENCE = 2000;
const JOINING = 60;

const { url, connections, ramp, settle, seconds, streams: instances, rate, watched } = loadArguments();

const clients: CallClient[] = [];
for (let index = 0; index < connections; index++) {
  clients.push(new CallClient(url.replace('%d', `${index % instances}`), `client${index}`));
  await pause(1000 / ramp);
}
for (let waited = 0; waited < JOINING * 10 && !clients.every(({ isIn }) => isIn); waited++) await pause(100);
// What runs for the first time is compiled for it.
await call(rate, settle);
for (const client of clients) client.times = [];

const server = new CpuMeter(undefined, watched);
const own = new CpuMeter(undefined, [process.pid]);
const bytesBefore = sum(({ bytes }) => bytes);
const start = performance.now();
await call(rate, seconds);
const length = (performance.now() - start) / 1000;
const times = clients.flatMap(({ times }) => times);
const bytes = sum((client) => client.bytes) - bytesBefore;
const [serverCpu, clientCpu] = [server.read().processes * length, own.read().processes * length];
const resident = watched.reduce((total, pid) => total + residentKb(pid), 0);
for (let waited = 0; waited < PATIENCE && sum(({ unanswered }) => unanswered) > 0; waited += 10) await pause(10);

const none: Percentiles = { p50: 0, p95: 0, max: 0 };
const result: LoadResult = {
  ...{ connections, running: clients.filter(({ isIn, isLost }) => isIn && !isLost).length, with_video: 0 },
  ...{ failed: clients.filter(({ isIn }) => !isIn).length, disconnects: clients.filter(({ isLost }) => isLost).length },
  ...{
    seconds: length,
    bytes,
    video: 0,
    audio: 0,
    gaps: 0,
    disorder: 0,
    drops: 0,
    cycles_per_s: times.length / length,
  },
  ...{ first_frame_ms: none, latency_ms: percentiles(times), client_cpu_s: clientCpu },
  ...{ server_cpu_s: serverCpu, server_rss_kb: resident },
  ...{ call_errors: sum(({ errors, unanswered }) => errors + unanswered) },
};
for (const client of clients) client.end();
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());

/** So many calls per second for so long, by all clients in turn; what is due in a millisecond leaves together. */
async function call(perSecond: number, duration: number): Promise<void> {
  const begin = performance.now();
  let calls = 0;
  for (let elapsed = 0; elapsed < duration * 1000; elapsed = performance.now() - begin) {
    const callers = new Set<CallClient>();
    for (; calls < (elapsed / 1000) * perSecond; calls++) {
      const client = clients[calls % clients.length]!;
      client.call();
      callers.add(client);
    }
    for (const client of callers) client.flush();
    await pause(1);
  }
}

function sum(of: (client: CallClient) => number): number {
  return clients.reduce((total, client) => total + of(client), 0);
}
