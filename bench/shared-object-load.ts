// The load client of the scenarios `sharedobject-one` and `sharedobject-many`: clients that change the properties of shared
// objects, and look whether all who use them hear of it. Its options and what it prints are those of rtmpload, as far as
// it has them.
import { setTimeout as pause } from 'node:timers/promises';
import { CpuMeter } from './cpu-meter.js';
import { loadArguments } from './load-arguments.js';
import { percentiles, residentKb } from './load-figures.js';
import type { LoadResult, Percentiles } from './load-result.js';
import { SharedObjectClient } from './shared-object-client.js';
import { SharedObjectGroup } from './shared-object-group.js';

/** Properties that an object has. */
const PROPERTIES = 10;

/** Objects that one client uses where there are many. */
const OBJECTS_PER_CLIENT = 20;

/** Milliseconds that are waited for the last changes, and seconds for all clients to be there. */
const PATIENCE = 2000;
const JOINING = 60;

const { url, connections, ramp, settle, seconds, streams: objects, rate, watched } = loadArguments();

const groups = objects === 1 ? [oneGroup()] : Array.from({ length: objects }, (_, index) => pairGroup(index));
const placeOf = new Map(
  groups.map((group) => [
    group.name,
    { group, places: new Map(group.members.map((member, place) => [member, place])) },
  ]),
);
const clients: SharedObjectClient[] = [];
for (let index = 0; index < connections; index++) {
  const used = groups.filter(({ members }) => members.includes(index)).map(({ name }) => name);
  clients.push(new SharedObjectClient(url, used, (...change) => heard(index, ...change)));
  await pause(1000 / ramp);
}
const isIn = (client: SharedObjectClient): boolean => client.used === client.objects.length;
for (let waited = 0; waited < JOINING * 10 && !clients.every(isIn); waited++) await pause(100);
let changes = 0;
await changeFor(settle);
for (const group of groups) group.measure();

const server = new CpuMeter(undefined, watched);
const own = new CpuMeter(undefined, [process.pid]);
const bytesBefore = sum(({ bytes }) => bytes);
const start = performance.now();
await changeFor(seconds);
const length = (performance.now() - start) / 1000;
const bytes = sum((client) => client.bytes) - bytesBefore;
const [serverCpu, clientCpu] = [server.read().processes * length, own.read().processes * length];
const resident = watched.reduce((total, pid) => total + residentKb(pid), 0);
await pause(PATIENCE);

const astray = new Set(groups.flatMap((group) => group.astray));
const none: Percentiles = { p50: 0, p95: 0, max: 0 };
const result: LoadResult = {
  ...{ connections, running: clients.filter((client, index) => isIn(client) && !astray.has(index)).length },
  ...{ with_video: 0, failed: clients.filter((client) => !isIn(client)).length, seconds: length },
  ...{ disconnects: clients.filter(({ isLost }) => isLost).length },
  ...{ bytes, video: 0, audio: 0, gaps: 0, disorder: 0, drops: 0, cycles_per_s: 0 },
  ...{ first_frame_ms: none, latency_ms: percentiles(groups.flatMap(({ times }) => times)), client_cpu_s: clientCpu },
  ...{ server_cpu_s: serverCpu, server_rss_kb: resident },
};
for (const client of clients) client.end();
for (const failure of new Set(clients.flatMap(({ failures }) => failures))) process.stderr.write(`${failure}\n`);
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());

function oneGroup(): SharedObjectGroup {
  return new SharedObjectGroup(
    'bench',
    Array.from({ length: connections }, (_, index) => index),
  );
}

/** Two neighbours share the same objects. */
function pairGroup(index: number): SharedObjectGroup {
  const first = (Math.floor(index / OBJECTS_PER_CLIENT) * 2) % connections;
  return new SharedObjectGroup(`bench/${index}`, [first, (first + 1) % connections]);
}

/** Changes at the rate that is wanted, and catches up after a delay. */
async function changeFor(length: number): Promise<void> {
  const begin = performance.now();
  const before = changes;
  for (let elapsed = 0; elapsed < length * 1000; elapsed = performance.now() - begin) {
    for (; changes < before + (elapsed / 1000) * rate; changes++) change(changes);
    await pause(1);
  }
}

function change(index: number): void {
  const group = groups[index % groups.length]!;
  const turn = Math.floor(index / groups.length);
  const client = clients[group.members[turn % group.members.length]!]!;
  const [property, value] = [`p${turn % PROPERTIES}`, group.next];
  group.sends();
  client.change(group.name, property, value);
}

function heard(client: number, name: string, property: string, value: unknown, isOwn: boolean): void {
  const known = placeOf.get(name);
  const place = known?.places.get(client);
  if (place !== undefined && typeof value === 'number') known?.group.heard(place, property, value, isOwn);
}

function sum(of: (client: SharedObjectClient) => number): number {
  return clients.reduce((total, client) => total + of(client), 0);
}
