import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { AmfArray } from '../../src/amf/value.js';
import { isRefusal } from '../../src/application/refusal.js';
import { parseStreamName } from '../../src/application/stream-name.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { writeFiles } from '../support/configuration-folder.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import { avc } from '../support/media-payloads.js';
import { live, recorded } from '../support/playlist-run.js';
import { passing } from '../support/recorded-conversation.js';

const channel = parseStreamName('channel')!;
const STARTED = 'onStatus@1 NetStream.Publish.Start';

/** Two frames of each kind a second, and metadata. */
function clip(label: string, duration: number): FakeSource {
  const source = new FakeSource(film({ duration, frame: 500, sound: 500, label }));
  const members = [['duration', duration / 1000] as const, ['width', 16] as const];
  source.metadata = [new MediaMessage('data', 0, encodeAmf0(['onMetaData', new AmfArray([], members)]))];
  return source;
}

async function playing(set: readonly string[] = []) {
  const conversation = await Conversation.begin({ recorded: { a: clip('A', 1000), b: clip('B', 1000) }, set });
  const player = await conversation.player('channel');
  const { playlists } = conversation.instance('live')!;
  return { conversation, player, playlists };
}

test('a player sees the items one after the other, as a live stream', async () => {
  const { conversation, player, playlists } = await playing();
  playlists.play(channel, [recorded('a'), recorded('b')]);
  await passing(conversation, 2500);
  expect(await player.hears()).toEqual([
    'BufferReady@1',
    'onStatus@1 NetStream.Play.PublishNotify',
    'data@1 0 onStatus NetStream.Data.Start',
    'data@1 0 onMetaData {width: 16}',
    'video@1 0 header Asps',
    'audio@1 0 header Aasc',
    'video@1 0 key Ak0',
    'audio@1 0 frame Aa0',
    'video@1 500 inter Ap500',
    'audio@1 500 frame Aa500',
    'data@1 1000 onMetaData {width: 16}',
    'video@1 1000 header Bsps',
    'audio@1 1000 header Basc',
    'video@1 1000 key Bk0',
    'audio@1 1000 frame Ba0',
    'video@1 1500 inter Bp500',
    'audio@1 1500 frame Ba500',
    'onStatus@1 NetStream.Play.UnpublishNotify',
  ]);
  expect(playlists.active.size).toBe(0);
});

test('what a playlist tells of itself; append, skip and stop', async () => {
  const { conversation, player, playlists } = await playing();
  expect([playlists.append(channel, []), playlists.skip(channel), playlists.stop(channel)]).toEqual(
    Array.from({ length: 3 }, () => false),
  );
  playlists.play(channel, [recorded('a')]);
  await conversation.pass(500);
  expect(playlists.append(channel, [recorded('b')])).toBe(true);
  expect(playlists.snapshots).toEqual([
    {
      ...{ stream: 'channel', state: 'playing', loop: false, items: 1, startsAt: undefined },
      current: { index: 0, name: 'a', position: 500 },
      next: { index: 0, name: 'b' },
    },
  ]);
  expect(playlists.skip(channel)).toBe(true);
  await conversation.pass(0);
  expect((await player.hears()).at(-1)).toBe('audio@1 501 frame Ba0');
  expect(playlists.stop(channel)).toBe(true);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
});

test.each(['reject', 'replace', 'backup'])('no client takes the name of a playlist: %s', async (policy) => {
  const { conversation, playlists } = await playing([`application.streamManager.live.secondPublisher=${policy}`]);
  playlists.play(channel, [recorded('a')], { loop: true });
  const client = await conversation.connected();
  client.command('publish', 0, ['channel', 'live'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
  playlists.stop(channel);
  client.command('publish', 0, ['channel', 'live'], 1);
  expect(await client.hears()).toEqual([STARTED]);
});

test('a playlist takes the name of a client, with its first key frame, and players see time go on', async () => {
  const { conversation, player, playlists } = await playing();
  const client = await conversation.publisher('channel');
  client.video(0, avc.header('C'));
  client.video(0, avc.key('c0'));
  await conversation.pass(400);
  client.video(400, avc.inter('c1'));
  await player.hears();
  playlists.play(channel, [recorded('a')]);
  expect(await player.hears()).toEqual([
    'data@1 400 onMetaData {width: 16}',
    'video@1 400 header Asps',
    'audio@1 400 header Aasc',
    'video@1 400 key Ak0',
    'audio@1 400 frame Aa0',
  ]);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
  playlists.stop(channel);
});

test('a playlist takes the name of another, and players are told nothing', async () => {
  const { conversation, player, playlists } = await playing();
  playlists.play(channel, [recorded('a')], { loop: true });
  await conversation.pass(400);
  await player.hears();
  playlists.play(channel, [recorded('b')]);
  await conversation.pass(0);
  expect((await player.hears()).filter((line) => !line.startsWith('audio'))).toEqual([
    'data@1 400 onMetaData {width: 16}',
    'video@1 400 header Bsps',
    'video@1 400 key Bk0',
  ]);
  expect(playlists.snapshots.map(({ current }) => current?.name)).toEqual(['b']);
  playlists.stop(channel);
});

test('a live item shows what a client publishes, until it ends; then the list goes on', async () => {
  const { conversation, player, playlists } = await playing();
  const studio = await conversation.publisher('studio');
  studio.video(7000, avc.header('S'));
  studio.video(7000, avc.key('s0'));
  await conversation.pass(0);
  playlists.play(channel, [live('studio'), recorded('a')]);
  await conversation.pass(40);
  studio.video(7040, avc.inter('s1'));
  await conversation.pass(0);
  studio.hangUp();
  await conversation.pass(100);
  expect((await player.hears()).filter((line) => line.startsWith('video'))).toEqual([
    'video@1 0 header S',
    'video@1 0 key s0',
    'video@1 40 inter s1',
    'video@1 100 header Asps',
    'video@1 100 key Ak0',
  ]);
  playlists.stop(channel);
});

test('playlists that would play each other do not', async () => {
  const { conversation, playlists } = await playing();
  const other = parseStreamName('other')!;
  playlists.play(other, [live('channel', Infinity, Infinity)], { loop: true });
  playlists.play(channel, [live('other', Infinity, Infinity), recorded('a')]);
  await conversation.pass(250);
  expect(playlists.find(channel)?.current?.item.name).toBe('a');
  expect(conversation.log.at('warn')).toHaveLength(1);
  playlists.stop(channel);
  playlists.stop(other);
});

test('the bound of streams holds for playlists', async () => {
  const { conversation, playlists } = await playing(['application.resourceLimits.maxStreams=1']);
  await conversation.publisher('one');
  expect(isRefusal(playlists.play(channel, [recorded('a')]))).toBe(true);
  expect(playlists.active.size).toBe(0);
});

test('a playlist begins at its time; one that is late is where it would be', async () => {
  const { conversation, player, playlists } = await playing();
  const date = conversation.clock.date() + 20_000;
  playlists.play(channel, [recorded('a')], { start: { date } });
  expect(playlists.snapshots).toMatchObject([{ state: 'waiting', startsAt: date }]);
  await conversation.pass(19_999);
  expect(playlists.active.size).toBe(1);
  expect((await player.hears()).filter((line) => line.includes('Notify'))).toEqual([]);
  await conversation.pass(1);
  expect((await player.hears()).at(-1)).toBe('audio@1 0 frame Aa0');
  playlists.stop(channel);
  await player.hears();

  const past = conversation.clock.date() - 61_600;
  playlists.play(channel, [recorded('a'), recorded('b')], { start: { date: past }, loop: true });
  // Half a second each, by what these sources say.
  await conversation.pass(0);
  expect(playlists.snapshots[0]?.current).toMatchObject({ index: 1, name: 'b' });
  playlists.stop(channel);

  playlists.play(channel, [recorded('a')], { start: { date: past } });
  await conversation.pass(0);
  expect(playlists.active.size).toBe(0);
  playlists.play(channel, [recorded('b')], { start: { date: past }, late: 'begin' });
  await conversation.pass(0);
  expect(playlists.snapshots[0]?.current?.name).toBe('b');
  playlists.stop(channel);
});

test('a daily playlist begins every day', async () => {
  const { conversation, playlists } = await playing();
  const soon = new Date(conversation.clock.date() + 120_000);
  const daily = soon.getHours() * 60 + soon.getMinutes();
  playlists.play(channel, [recorded('a')], { start: { daily }, late: 'wait' });
  const begun = (): number =>
    conversation.log.at('info').filter(({ message }) => message === 'a playlist begins').length;
  await conversation.pass(120_000);
  await passing(conversation, 2000);
  expect(begun()).toBe(1);
  expect(playlists.snapshots).toMatchObject([{ state: 'waiting', current: undefined }]);
  await conversation.pass(86_400_000 - 60_000);
  expect(begun()).toBe(1);
  await conversation.pass(60_000);
  expect(begun()).toBe(2);
  playlists.stop(channel);
});

test('files of the application are played as soon as the server knows them, and changed while it runs', async () => {
  const { conversation, player, playlists } = await playing();
  const folder = join(conversation.folder, 'apps', 'live', 'playlists');
  const configure = async (text: string | undefined): Promise<string[]> => {
    if (text === undefined) await rm(folder, { recursive: true });
    else await writeFiles(folder, { 'channel.yaml': text });
    await conversation.server.reconfigure(await conversation.configuration());
    await conversation.pass(0);
    return (await player.hears()).filter((line) => !/^(?:data|audio|Buffer)/.test(line));
  };
  const first = ['onStatus@1 NetStream.Play.PublishNotify', 'video@1 0 header Asps', 'video@1 0 key Ak0'];
  expect(await configure('loop: true\nitems: [{play: a}]\n')).toEqual(first);
  expect(await configure('loop: true\nitems:\n  - play: a\n')).toEqual([]);
  expect(await configure('loop: true\nitems: [{play: b}]\n')).toEqual([]);
  await passing(conversation, 1000);
  expect((await player.hears()).at(-1)).toBe('audio@1 1000 frame Ba0');
  expect(await configure('now: true\nloop: true\nitems: [{play: a}]\n')).toEqual([
    'video@1 1001 header Asps',
    'video@1 1001 key Ak0',
  ]);
  expect(playlists.active.size).toBe(1);
  expect(await configure(undefined)).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
  expect(playlists.active.size).toBe(0);
});

test('an application with a playlist is loaded without a client, and stays', async () => {
  const conversation = await Conversation.begin({ recorded: { a: clip('A', 1000) } });
  const folder = join(conversation.folder, 'apps', 'live', 'playlists');
  await writeFiles(folder, { 'channel.yaml': 'instance: tv\nloop: true\nitems: [{play: a}]\n' });
  await conversation.server.reconfigure(await conversation.configuration());
  await conversation.pass(0);
  expect(conversation.instance('live/_definst_')).toBeUndefined();
  const instance = conversation.instance('live/tv')!;
  instance.idleSince = conversation.clock.now();
  for (const { adaptor } of conversation.server.adaptors) adaptor.unloadIdle(conversation.clock.now() + 1e10);
  expect(conversation.instance('live/tv')).toBe(instance);
  instance.shutdown('over', () => true);
  expect(conversation.clock.timers).toBe(0);
});
