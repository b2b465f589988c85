import { expect, test } from 'vitest';
import { avc } from '../support/media-payloads.js';
import { MemoryEnd } from '../support/memory-pair.js';
import { memoryConnections, RestreamRun } from '../support/restream-run.js';

const url = 'rtmp://far.example/live';
const refused = /The way leads in a circle/;

test('a server does not take a stream from itself', async () => {
  const run = await RestreamRun.begin({ sources: [{ stream: 'a', url, onDemand: true }] });
  run.answer = (end) => run.near.server.adaptors[0]!.accept(end);
  const player = await run.near.connected();
  player.command('play', 0, ['a'], 1);
  await player.hears();
  await run.settles();
  expect(run.only.runs[0]).toMatchObject({
    state: 'waiting',
    failure: { why: expect.stringMatching(refused) as unknown },
  });
});

test('nor does it send one to itself', async () => {
  const run = await RestreamRun.begin({ targets: [{ stream: 'a', url, name: 'b' }] });
  run.answer = (end) => run.near.server.adaptors[0]!.accept(end);
  const publisher = await run.near.publisher('a');
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
  await run.settles();
  expect(run.only.runs[0]).toMatchObject({
    state: 'waiting',
    failure: { why: expect.stringMatching(refused) as unknown },
  });
});

test.each(['target', 'source'] as const)('a circle of two servers is noticed: %s', async (kind) => {
  const targets = [{ stream: '*', url }];
  const sources = [{ stream: '*', url, onDemand: true }];
  const rule = kind === 'target' ? { targets } : { sources };
  const set = [`application.restream=${JSON.stringify(rule)}`];
  const restream = memoryConnections(
    () => run.far,
    () => {
      const [far, near] = MemoryEnd.pair();
      run.near.server.adaptors[0]!.accept(near);
      return far;
    },
  );
  const run: RestreamRun = await RestreamRun.begin(rule, { serverId: 'near' }, { serverId: 'far', set, restream });
  if (kind === 'target') {
    const publisher = await run.near.publisher('a');
    publisher.video(0, avc.key('k0'));
    await publisher.hears();
  } else {
    const player = await run.near.connected();
    player.command('play', 0, ['a'], 1);
    await player.hears();
  }
  await run.settles();
  const [there] = run.far.restreams.list();
  expect(there!.runs[0]).toMatchObject({ failure: { why: expect.stringMatching(refused) as unknown } });
  await run.far.instance('live')!.life.unload('over');
});
