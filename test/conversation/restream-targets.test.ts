import { expect, test } from 'vitest';
import { aac, avc, padded } from '../support/media-payloads.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { FakeServer } from '../support/fake-server.js';
import { RestreamRun } from '../support/restream-run.js';

const target = { stream: 'a', url: 'rtmp://far.example/live', name: 'the-key' };

/** Begins to publish with sequence headers and a key frame. */
async function published(publisher: ScriptedClient): Promise<void> {
  publisher.data(['@setDataFrame', 'onMetaData', 'facts'], 0);
  publisher.video(0, avc.header('sps'));
  publisher.audio(0, aac.header('asc'));
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
}

test('a target is sent a stream as long as it is published, under the name that it has there', async () => {
  const run = await RestreamRun.begin({ targets: [target] });
  expect(run.only).toMatchObject({ kind: 'target', author: 'configuration', stream: 'a', named: true, runs: [] });
  const publisher = await run.near.publisher('a');
  await published(publisher);
  await run.settles();
  expect(run.states).toEqual(['a running']);
  const player = await run.far.connected();
  player.command('play', 0, ['the-key'], 1);
  expect((await player.hears()).slice(-4)).toEqual([
    'data@1 0 onMetaData "facts"',
    'video@1 0 header sps',
    'audio@1 0 header asc',
    'video@1 0 key k0',
  ]);
  publisher.video(40, avc.inter('p40'));
  await publisher.hears();
  await run.settles();
  expect(await player.hears()).toEqual(['video@1 40 inter p40']);
  expect(run.only.runs[0]).toMatchObject({ starts: 1, failures: 0, failure: undefined, messages: 5, lost: 0 });
  expect(run.only.runs[0]!.bytes).toBeGreaterThan(0);

  publisher.command('closeStream', 0, [], 1);
  await publisher.hears();
  await run.settles();
  expect(await player.hears()).toContain('onStatus@1 NetStream.Play.UnpublishNotify');
  expect(run.only.runs).toEqual([]);
  expect(run.ends.every(({ isClosed }) => isClosed)).toBe(true);
});

test('a target that goes is tried again, later each time, and begins with a key frame', async () => {
  const run = await RestreamRun.begin({ targets: [target] });
  const publisher = await run.near.publisher('a');
  await published(publisher);
  await run.settles();
  const listener = run.answer;
  run.answer = undefined;
  run.ends[0]!.destroy();
  await run.settles();
  expect(run.only.runs[0]).toMatchObject({ state: 'waiting', failures: 1 });
  expect(run.only.runs[0]!.retryAt).toBe(run.near.clock.date() + 1000);
  for (const [wait, failures] of [
    [1000, 2],
    [2000, 3],
    [4000, 4],
  ] as const) {
    await run.pass(wait - 1);
    expect(run.only.runs[0]!.failures).toBe(failures - 1);
    await run.pass(1);
    expect(run.only.runs[0]!.failures).toBe(failures);
  }
  expect(run.only.runs[0]!.failure?.why).toBe('nobody answers at far.example:1935');
  publisher.video(40, avc.inter('p40'));
  publisher.video(80, avc.key('k80'));
  publisher.video(120, avc.inter('p120'));
  await publisher.hears();
  run.answer = listener;
  await run.pass(8000);
  expect(run.states).toEqual(['a running']);
  expect(run.only.runs[0]).toMatchObject({ starts: 2, failures: 4 });
  const player = await run.far.connected();
  player.command('play', 0, ['the-key'], 1);
  expect((await player.hears()).slice(-4)).toEqual([
    'video@1 80 header sps',
    'audio@1 80 header asc',
    'video@1 80 key k80',
    'video@1 120 inter p120',
  ]);
  await run.pass(10_000);
  expect(run.only.runs[0]!.failures).toBe(0);
  // The failure was told of once, however often it came.
  expect(run.near.log.at('warn').filter((line) => JSON.stringify(line).includes('target'))).toHaveLength(1);
});

test('what waits can be tried at once', async () => {
  const run = await RestreamRun.begin({ targets: [target] });
  const listener = run.answer;
  run.answer = undefined;
  const publisher = await run.near.publisher('a');
  await published(publisher);
  await run.settles();
  expect(run.states).toEqual(['a waiting']);
  run.answer = listener;
  expect(run.near.restreams.retry(run.only.id)).toBeUndefined();
  await run.settles();
  expect(run.states).toEqual(['a running']);
});

test('a name that is taken there is told of, without the name', async () => {
  const run = await RestreamRun.begin({ targets: [target] });
  const other = await run.far.publisher('the-key');
  await published(await run.near.publisher('a'));
  await run.settles();
  await other.hears();
  await run.settles();
  const { failure } = run.only.runs[0]!;
  expect(failure?.why).toMatch(/^NetStream\.Publish\.BadName/);
  expect(JSON.stringify([run.only, run.near.log])).not.toContain('the-key');
});

test('a server that never answers is left in time', async () => {
  const run = await RestreamRun.begin({ targets: [target] });
  run.answer = (far) => void FakeServer.welcoming(far);
  await published(await run.near.publisher('a'));
  await run.settles();
  expect(run.states).toEqual(['a connecting']);
  await run.pass(15_000);
  expect(run.states).toEqual(['a waiting']);
  expect(run.only.runs[0]!.failure?.why).toBe('The server did not say in time whether the stream may be published.');
});

test('encoders are known by how they speak', async () => {
  const run = await RestreamRun.begin({ targets: [target] });
  let server: FakeServer | undefined;
  run.answer = (far) => void (server = FakeServer.welcoming(far));
  await published(await run.near.publisher('a'));
  await run.settles();
  expect(server!.commands.map(({ name, args }) => [name, ...args.filter((arg) => typeof arg === 'string')])).toEqual([
    ['connect'],
    ['releaseStream', 'the-key'],
    ['FCPublish', 'the-key'],
    ['createStream'],
  ]);
});

test('a target that takes nothing loses frames, is left and tried again, and nobody else notices', async () => {
  const set = ['application.client.msgQueue.live.maxSize=1MiB', 'application.client.msgQueue.live.stallTimeout=30s'];
  const run = await RestreamRun.begin({ targets: [target, { ...target, stream: 'a*', name: 'other' }] }, { set });
  const publisher = await run.near.publisher('a');
  await published(publisher);
  await run.settles();
  const player = await run.near.player('a');
  expect(run.states).toEqual(['a running', 'a running']);
  // The network brings it nothing any more.
  run.farEnds[0]!.holdUp(true);
  for (let frame = 1; frame <= 80; frame++) {
    const make = frame % 2 === 0 ? avc.key : avc.inter;
    publisher.video(frame * 40, make(padded(`f${frame}`, 32 * 1024)));
    await publisher.hears();
    await run.settles();
  }
  expect(await player.hears()).toHaveLength(80);
  expect(run.states).toEqual(['a running', 'a running']);
  await run.pass(31_000);
  publisher.video(40_000, avc.key('last'));
  await publisher.hears();
  await run.settles();
  const [slow, good] = run.near.restreams.list().map(({ runs }) => runs[0]!);
  expect(slow).toMatchObject({ state: 'waiting', failures: 1 });
  expect(slow!.lost).toBeGreaterThan(0);
  expect(slow!.failure?.why).toBe('The server takes what it is sent too slowly.');
  expect(good).toMatchObject({ state: 'running', lost: 0, failures: 0 });
});

test('all streams of a pattern go where it says, as they are called', async () => {
  const run = await RestreamRun.begin({ targets: [{ stream: 'tv-*', url: 'rtmp://far.example/live' }] });
  for (const name of ['tv-1', 'radio', 'tv-2']) await published(await run.near.publisher(name));
  await run.settles();
  expect(run.states).toEqual(['tv-1 running', 'tv-2 running']);
  expect([...run.far.instance('live')!.streams.all()].map(({ name }) => name)).toEqual(['tv-1', 'tv-2']);
});
