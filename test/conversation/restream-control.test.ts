import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NewRestream, RestreamSnapshot } from '../../src/application/restream-control.js';
import { avc } from '../support/media-payloads.js';
import { RestreamRun } from '../support/restream-run.js';

const place = { adaptor: '_defaultRoot_', virtualHost: '_defaultVHost_', application: 'live', instance: '_definst_' };
const target: NewRestream = { kind: 'target', place, stream: 'a', url: 'rtmp://far.example/live', name: 'the-key' };

async function publishing(run: RestreamRun): Promise<void> {
  const publisher = await run.near.publisher('a');
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
}

test('a target is added, changed, switched off and on, and removed, while its stream is published', async () => {
  const run = await RestreamRun.begin({});
  const { restreams } = run.near;
  await publishing(run);
  const added = (await restreams.add(target)) as RestreamSnapshot;
  await run.settles();
  expect(added).toMatchObject({ author: 'api', enabled: true, named: true, url: 'rtmp://far.example/live', place });
  expect(run.states).toEqual(['a running']);
  expect(restreams.counts.target).toMatchObject({ states: { running: 1, waiting: 0 }, starts: 1 });
  expect(run.lastAuthor).toBe('script');
  expect(run.far.instance('live')!.streams.find('the-key')?.publisher).toBeDefined();

  await restreams.change(added.id, { name: 'another' });
  await run.settles();
  expect(run.far.instance('live')!.streams.find('the-key')?.publisher).toBeUndefined();
  expect(run.far.instance('live')!.streams.find('another')?.publisher).toBeDefined();
  const { dials } = run;
  await restreams.change(added.id, { name: 'another' });
  await run.settles();
  expect([run.dials, run.states]).toEqual([dials, ['a running']]);

  await restreams.change(added.id, { enabled: false });
  await run.settles();
  expect([run.states, restreams.find(added.id)?.enabled]).toEqual([[], false]);
  await restreams.change(added.id, { enabled: true });
  await run.settles();
  expect(run.states).toEqual(['a running']);
  expect(await restreams.remove(added.id)).toBeUndefined();
  await run.settles();
  expect(restreams.list()).toEqual([]);
  // What went over stays counted.
  expect(restreams.counts.target).toMatchObject({ states: { running: 0 }, starts: 3, lost: 0 });
  expect(restreams.counts.target.bytes).toBeGreaterThan(0);
  expect(run.ends.every(({ isClosed }) => isClosed)).toBe(true);
});

test('what was added is there after a restart, and only its owner can read it', async () => {
  const run = await RestreamRun.begin({});
  const { restreams, folder } = run.near;
  const added = (await restreams.add({ ...target, enabled: false })) as RestreamSnapshot;
  const file = join(folder, 'data', 'restream.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain('the-key');
  expect(JSON.stringify([restreams.list(), run.near.log])).not.toContain('the-key');
  const again = await run.near.restarted();
  expect(again.list()).toEqual([{ ...added, runs: [] }]);
});

test.each<[string, Partial<NewRestream>, string]>([
  ['no address', { url: 'http://far.example/live' }, 'value'],
  ['no application in it', { url: 'rtmp://far.example' }, 'value'],
  ['a stream that is none', { stream: '../a' }, 'value'],
  ['an instance that is none', { place: { ...place, instance: '..' } }, 'value'],
  ['a source of all streams that is always taken', { kind: 'source', stream: '*' }, 'value'],
  ['a name without end', { name: 'x'.repeat(2000) }, 'value'],
  ['no such application', { place: { ...place, application: 'nowhere' } }, 'place'],
])('refused: %s', async (_what, wanted, refused) => {
  const run = await RestreamRun.begin({});
  expect(await run.near.restreams.add({ ...target, ...wanted })).toMatchObject({ refused });
  expect(run.near.restreams.list()).toEqual([]);
});

test('what is configured is only switched', async () => {
  const { stream, url } = target;
  const run = await RestreamRun.begin({ targets: [{ stream, url, name: 'k' }] });
  const { restreams } = run.near;
  await publishing(run);
  await run.settles();
  const { id } = run.only;
  expect(run.lastAuthor).toBe('operator');
  expect(await restreams.change(id, { stream: 'b' })).toMatchObject({ refused: 'configured' });
  expect(await restreams.remove(id)).toMatchObject({ refused: 'configured' });
  await restreams.change(id, { enabled: false });
  await run.settles();
  expect([run.only.enabled, run.states]).toEqual([false, []]);
  expect(await restreams.change('nobody', {})).toMatchObject({ refused: 'unknown' });
  expect(restreams.retry('nobody')).toMatchObject({ refused: 'unknown' });
});

test('another configuration ends what it does not name, begins what it does, and leaves the rest', async () => {
  const { stream, url } = target;
  const run = await RestreamRun.begin({ targets: [{ stream, url, name: 'k' }] });
  await publishing(run);
  await run.settles();
  const more = {
    targets: [
      { stream, url, name: 'k' },
      { stream, url, name: 'l' },
    ],
  };
  await run.near.server.reconfigure(await run.near.configuration([`application.restream=${JSON.stringify(more)}`]));
  await run.settles();
  expect([run.states, run.dials]).toEqual([['a running', 'a running'], 2]);
  await run.near.server.reconfigure(await run.near.configuration(['application.restream={targets: []}']));
  await run.settles();
  expect(run.near.restreams.list()).toEqual([]);
  expect(run.ends.every(({ isClosed }) => isClosed)).toBe(true);
});

test('a source that is added runs, though nobody is there', async () => {
  const run = await RestreamRun.begin({});
  const source: NewRestream = { ...target, kind: 'source', stream: 'hall', place: { ...place, instance: 'room' } };
  expect(run.near.instance('live/room')).toBeUndefined();
  await run.near.restreams.add(source);
  await run.settles();
  expect(run.near.instance('live/room')).toBeDefined();
  expect(run.states).toEqual(['hall connecting']);
  const [host] = run.near.server.adaptors[0]!.adaptor.virtualHosts;
  host!.unloadIdle(run.near.clock.now() + 24 * 3600 * 1000);
  expect(run.near.instance('live/room')).toBeDefined();
  await run.near.instance('live/room')!.life.unload('over');
  await run.settles();
});

test('an application that runs on another server has no targets here', async () => {
  const run = await RestreamRun.begin({}, { set: ['application.proxy.mode=remote'] });
  const refusal = await run.near.restreams.add(target);
  expect(refusal).toEqual({ refused: 'place', description: 'The streams of live are on its origin: do it there.' });
});
