import { expect, test } from 'vitest';
import { FakeServer } from '../support/fake-server.js';
import { aac, avc } from '../support/media-payloads.js';
import { RestreamRun } from '../support/restream-run.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const source = { stream: 'hall', url: 'rtmp://far.example/live', name: 'cam' };

async function published(publisher: ScriptedClient, at = 0): Promise<void> {
  publisher.data(['@setDataFrame', 'onMetaData', 'facts'], at);
  publisher.video(at, avc.header('sps'));
  publisher.audio(at, aac.header('asc'));
  publisher.video(at, avc.key(`k${at}`));
  await publisher.hears();
}

/** The near server runs its sources, as it does when it starts. */
async function started(run: RestreamRun): Promise<void> {
  const client = await run.near.connected('live', undefined, 0);
  client.hangUp();
  await run.settles();
}

test('a source is published here as long as it is published there', async () => {
  const run = await RestreamRun.begin({ sources: [source] });
  await started(run);
  expect(run.states).toEqual(['hall connecting']);
  const player = await run.near.player('hall');
  const publisher = await run.far.publisher('cam');
  await published(publisher);
  await run.settles();
  expect(run.states).toEqual(['hall running']);
  expect((await player.hears()).slice(-4)).toEqual([
    'data@1 0 onMetaData "facts"',
    'video@1 0 header sps',
    'audio@1 0 header asc',
    'video@1 0 key k0',
  ]);
  const later = await run.near.player('hall');
  publisher.video(40, avc.inter('p40'));
  await publisher.hears();
  await run.settles();
  expect(await later.hears()).toEqual(['video@1 40 inter p40']);
  expect(run.only.runs[0]).toMatchObject({ starts: 1, messages: 5, failures: 0 });
  await player.hears();

  publisher.command('closeStream', 0, [], 1);
  await publisher.hears();
  await run.settles();
  expect(run.states).toEqual(['hall connecting']);
  expect(await player.hears()).toContain('onStatus@1 NetStream.Play.UnpublishNotify');
  publisher.command('publish', 0, ['cam', 'live'], 1);
  await published(publisher, 5000);
  await run.settles();
  expect(run.states).toEqual(['hall running']);
  expect(await player.hears()).toContain('onStatus@1 NetStream.Play.PublishNotify');
  expect(run.dials).toBe(1);
});

test('players of a source that is lost stay, and see it again', async () => {
  const run = await RestreamRun.begin({ sources: [source] });
  const publisher = await run.far.publisher('cam');
  await published(publisher);
  await started(run);
  const player = await run.near.player('hall');
  const listener = run.answer;
  run.answer = undefined;
  run.ends[0]!.destroy();
  await run.settles();
  expect(run.states).toEqual(['hall waiting']);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
  run.answer = listener;
  await run.pass(1000);
  expect(run.states).toEqual(['hall running']);
  expect((await player.hears()).at(-1)).toMatch(/^video@1 \d+ key k0$/);
});

test('a name that somebody publishes here is left to him, until he goes', async () => {
  const run = await RestreamRun.begin({ sources: [source] });
  const [there, here] = [await run.far.publisher('cam'), await run.near.publisher('hall')];
  await published(there);
  await published(here);
  await run.settles();
  expect(run.only.runs[0]).toMatchObject({
    state: 'waiting',
    failure: { why: 'Somebody else publishes a stream of that name here.' },
  });
  here.hangUp();
  await run.pass(1000);
  expect(run.states).toEqual(['hall running']);
  const late = await run.near.connected();
  late.command('publish', 0, ['hall', 'live'], 1);
  expect(await late.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
});

test('a server that falls silent is left', async () => {
  const run = await RestreamRun.begin({ sources: [source] });
  const publisher = await run.far.publisher('cam');
  await published(publisher);
  await started(run);
  for (let second = 0; second < 20; second++) await run.pass(1000);
  publisher.video(20_000, avc.inter('p'));
  await publisher.hears();
  await run.settles();
  for (let second = 1; second < 30; second++) await run.pass(1000);
  expect(run.states).toEqual(['hall running']);
  await run.pass(1000);
  expect(run.only.runs[0]).toMatchObject({ state: 'waiting', failure: { why: 'The server sends nothing any more.' } });
});

test('on demand, a source is taken when somebody plays, and left when nobody does any more', async () => {
  const run = await RestreamRun.begin({
    sources: [{ ...source, stream: '*', name: '', onDemand: true }],
    linger: '3s',
  });
  const publisher = await run.far.publisher('cam');
  await published(publisher);
  await started(run);
  expect([run.dials, run.only.runs]).toEqual([0, []]);
  const player = await run.near.connected();
  player.command('play', 0, ['cam'], 1);
  const first = await player.hears();
  await run.settles();
  expect([...first, ...(await player.hears())].slice(-2)).toEqual(['audio@1 0 header asc', 'video@1 0 key k0']);
  const second = await run.near.player('cam');
  expect([run.dials, run.states]).toEqual([1, ['cam running']]);
  player.hangUp();
  await run.pass(10_000);
  expect(run.states).toEqual(['cam running']);
  second.hangUp();
  await run.pass(2000);
  expect(run.states).toEqual(['cam running']);
  await run.pass(2000);
  expect(run.states).toEqual([]);
  expect(run.ends[0]!.isClosed).toBe(true);
});

test('who plays what cannot be taken is not kept waiting for long', async () => {
  const run = await RestreamRun.begin({ sources: [{ ...source, onDemand: true }] });
  run.answer = (far) => void new FakeServer(far);
  const player = await run.near.connected();
  player.command('play', 0, ['hall'], 1);
  await player.hears();
  await run.pass(4999);
  expect(await player.hears()).toEqual([]);
  await run.pass(1);
  expect(await player.hears()).toContain('onStatus@1 NetStream.Play.Start');
  run.answer = undefined;
  await run.pass(10_000);
  expect(run.only.runs[0]!.failures).toBeGreaterThan(0);
});

test('who may not play does not make a source begin', async () => {
  const set = ['application.play.allow=[]', 'application.play.deny=[all]'];
  const run = await RestreamRun.begin({ sources: [{ ...source, onDemand: true }] }, { set });
  const player = await run.near.connected();
  player.command('play', 0, ['hall'], 1);
  await player.hears();
  await run.settles();
  expect(run.dials).toBe(0);
});
