import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSharedObject } from '../../src/storage/shared-object-format.js';
import { RemoteObject } from '../support/remote-object.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';
import { ServerProcess } from '../support/server-process.js';

const NAME = 'rooms/one';
const KILLS = 5;

/** Milliseconds: what an object is at most behind on the disk, and what writing may take on a machine that is busy. */
const MAX_DELAY = 150;
const WRITING = 1000;

/** Properties that always change together. */
const PARTS = 20;

const KEY = 'application.sharedObjManager.autoCommit';
const serve = (data: string): Promise<ServerProcess> =>
  ServerProcess.start(['--set', `${KEY}.quiet=40ms`, '--set', `${KEY}.maxDelay=${MAX_DELAY}ms`], 60_000, data);

async function user(server: ServerProcess): Promise<{ client: RtmpTestClient; object: RemoteObject }> {
  const client = await RtmpTestClient.enter(server.port);
  return { client, object: await RemoteObject.use(client, NAME) };
}

/** All parts of a state: `state` of them, some of which are long, so that a mixture of two states shows. */
function parts(state: number): Record<string, string> {
  const names = Array.from({ length: PARTS }, (_, index) => `part${index}`);
  return Object.fromEntries(names.map((name, index) => [name, `${state} `.repeat(1 + ((state * index) % 97))]));
}

const fileOf = ({ data }: ServerProcess): string => join(data, 'sharedobjects', 'live', '_definst_', `${NAME}.fso`);

/** What is on the disk, and whole. */
function stored(server: ServerProcess): Record<string, unknown> {
  const { properties } = decodeSharedObject(new Uint8Array(readFileSync(fileOf(server))));
  return Object.fromEntries([...properties].map(([name, { value }]) => [name, value]));
}

describe('a persistent shared object of two clients', () => {
  it('is what they made of it after the server was stopped and started', async () => {
    const data = newFolder('data');
    const before = await serve(data);
    const [a, b] = [await user(before), await user(before)];
    await a.object.change({ topic: 'weather', count: 1 });
    await b.object.has('count', 1);
    await b.object.change({ count: 2, gone: true });
    await a.object.has('gone', true);
    await a.object.change({ gone: null, last: 'said as the server stops' });
    await b.object.has('last', 'said as the server stops');
    await before.stop();
    await Promise.all([a.client.closed, b.client.closed]);

    const after = await serve(data);
    const c = await user(after);
    expect(Object.fromEntries(c.object.properties)).toEqual({
      topic: 'weather',
      count: 2,
      last: 'said as the server stops',
    });
    expect(c.object.version).toBeGreaterThan(a.object.version);
    await c.object.change({ count: 3 });
    await after.stop();
    expect(stored(after)).toMatchObject({ count: 3 });
  });

  it(`survives ${KILLS} times kill -9: never torn, never older than promised`, async () => {
    const random = seededRandom(5);
    const data = newFolder('data');
    let promised = 0;
    let state = 0;
    for (let kill = 0; kill <= KILLS; kill++) {
      const server = await serve(data);
      const [writer, reader] = [await user(server), await user(server)];
      const part = writer.object.properties.get('part0');
      const found = typeof part === 'string' ? Number.parseInt(part, 10) : 0;
      expect(found, `after kill ${kill}`).toBeGreaterThanOrEqual(promised);
      expect(found).toBeLessThanOrEqual(state);
      if (found > 0) expect(Object.fromEntries(writer.object.properties)).toEqual(parts(found));
      expect(Object.fromEntries(reader.object.properties)).toEqual(Object.fromEntries(writer.object.properties));
      if (kill === KILLS) {
        await server.stop();
        expect(stored(server)).toEqual(parts(found));
        break;
      }

      // Changes without a pause, until the server owes some of them, and then a random number more.
      const granted: { readonly state: number; readonly at: number }[] = [];
      const overdue = (): number =>
        granted.findLast(({ at }) => at < performance.now() - MAX_DELAY - WRITING)?.state ?? 0;
      for (let more = 1 + seededInteger(random, 60); more > 0; overdue() > 0 && more--) {
        await writer.object.change(parts(++state));
        granted.push({ state, at: performance.now() });
      }
      promised = overdue();
      const { program } = server;
      program.kill('SIGKILL');
      expect((await program.ended).signal).toBe('SIGKILL');
      await Promise.all([writer.client.closed, reader.client.closed]);
      expect(Object.keys(stored(server))).toHaveLength(PARTS);
    }
    expect(promised).toBeGreaterThan(0);
    const files = readdirSync(join(data, 'sharedobjects'), { recursive: true }).map(String);
    expect(files.filter((name) => name.includes('.tmp') || name.includes('damaged'))).toEqual([]);
    expect(files).toContain(join('live', '_definst_', `${NAME}.fso`));
  });
});
