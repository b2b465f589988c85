import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { AmfArray, AmfObject } from '../../src/amf/value.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { unpack } from '../../src/script/protocol/pack.js';
import { expect, test } from 'vitest';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import { avc } from '../support/media-payloads.js';
import { dataMessage, passing } from '../support/recorded-conversation.js';
import { ScriptStreams } from '../support/script-streams.js';

const PUBLISHED = 'channel: Publish.Start channel';
const UNPUBLISHED = 'channel: Unpublish.Success channel';

function clip(label: string, duration: number): FakeSource {
  return new FakeSource(film({ duration, frame: 500, sound: 500, label }));
}

async function begun() {
  const notes = new FakeSource([0, 5000].map((time) => dataMessage(`note${time}`, time)));
  const broken = clip('X', 1000);
  const conversation = await Conversation.begin({
    recorded: { a: clip('A', 1000), b: clip('B', 1000), 'mp4:c': clip('C', 1000), notes, broken },
  });
  const player = await conversation.player('channel');
  const script = ScriptStreams.in(conversation);
  script.handlers['stream.watch']('channel');
  return { conversation, player, script, broken };
}

/** The media of what a client hears, without sound. */
function pictures(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('video'));
}

test('items one after the other: what the script is told, and what a player sees', async () => {
  const { conversation, player, script } = await begun();
  expect(script.play('channel', 'a', { start: 0 })).toBe(true);
  expect(script.play('channel', 'mp4:c', { start: 0, reset: 0 })).toBe(true);
  await passing(conversation, 2500);
  expect(script.told()).toEqual([
    'channel: Play.Reset a',
    PUBLISHED,
    'channel: Play.Start a',
    'channel: Play.Stop a',
    'channel: Play.Switch mp4:c',
    'channel: Play.Start mp4:c',
    'channel: Play.Stop mp4:c',
    'channel: Play.Complete mp4:c',
    UNPUBLISHED,
  ]);
  expect(pictures(await player.hears())).toEqual([
    'video@1 0 header Asps',
    'video@1 0 key Ak0',
    'video@1 500 inter Ap500',
    'video@1 1000 header Csps',
    'video@1 1000 key Ck0',
    'video@1 1500 inter Cp500',
  ]);
});

test.each([
  {
    name: 'a place and a length',
    options: { start: 1, length: 1 },
    item: 'long',
    seen: ['key Lk1000', 'inter Lp1500'],
  },
  { name: 'a single frame', options: { start: 0, length: 0 }, item: 'long', seen: ['key Lk0'] },
  { name: 'a length of less than a frame', options: { start: 0, length: 0.4 }, item: 'long', seen: ['key Lk0'] },
])('start and length: $name', async ({ options, item, seen }) => {
  const long = new FakeSource(film({ duration: 3000, frame: 500, sound: 500, gop: 1000, label: 'L' }));
  const conversation = await Conversation.begin({ recorded: { long } });
  const player = await conversation.player('channel');
  ScriptStreams.in(conversation).play('channel', item, options);
  await passing(conversation, 4000);
  const frames = pictures(await player.hears()).filter((line) => !line.includes('header'));
  expect(frames.map((line) => line.split(' ').slice(2).join(' '))).toEqual(seen);
});

test('start -2 plays the live stream if there is one, else what is recorded, else waits for the live stream', async () => {
  const { conversation, player, script } = await begun();
  script.play('channel', 'b');
  await passing(conversation, 500);
  expect(pictures(await player.hears()).at(-1)).toContain('Bp500');
  const source = await conversation.publisher('b');
  source.video(0, avc.header('live'));
  source.video(0, avc.key('live0'));
  await conversation.pass(0);
  script.play('channel', 'b');
  await conversation.pass(0);
  expect(pictures(await player.hears()).at(-1)).toContain('live0');
  script.told();
  script.play('channel', 'nobody');
  await conversation.pass(60_000);
  expect(script.told()).toEqual(['channel: Play.Reset nobody', 'channel: Play.Stop b']);
  const late = await conversation.publisher('nobody');
  late.video(0, avc.key('late'));
  await conversation.pass(0);
  expect(script.told()).toEqual(['channel: Play.Start nobody']);
  script.operations.close();
});

test('start 0 and more plays what is recorded, and nothing else', async () => {
  const { conversation, script } = await begun();
  const source = await conversation.publisher('nothing');
  source.video(0, avc.key('k'));
  await conversation.pass(0);
  expect(script.play('channel', 'nothing', { start: 0 })).toBe(true);
  await conversation.pass(0);
  expect(script.told()).toEqual([
    'channel: Play.Reset nothing',
    PUBLISHED,
    'channel: Play.StreamNotFound nothing',
    UNPUBLISHED,
  ]);
});

test('a live stream is waited for again when it ends, until something else is to come', async () => {
  const { conversation, player, script } = await begun();
  script.play('channel', 'source', { start: -1 });
  for (const label of ['first', 'second']) {
    const source = await conversation.publisher('source');
    source.video(0, avc.header(label));
    source.video(0, avc.key(label));
    await conversation.pass(100);
    source.command('closeStream', 0, [], 1);
    await source.hears();
  }
  expect(script.told()).toEqual([
    'channel: Play.Reset source',
    PUBLISHED,
    ...Array.from({ length: 2 }, () => ['channel: Play.Start source', 'channel: Play.Stop source']).flat(),
  ]);
  await player.hears();
  script.play('channel', 'a', { start: 0, reset: 0 });
  await passing(conversation, 100);
  expect(script.told()).toEqual(['channel: Play.Switch a', 'channel: Play.Start a']);
  expect(pictures(await player.hears()).at(-1)).toContain('key Ak0');
  expect(script.handlers['stream.stop']('channel')).toBe(true);
  expect(script.told()).toEqual(['channel: Play.Stop a', UNPUBLISHED]);
  expect(script.handlers['stream.stop']('channel')).toBe(false);
});

test('reset ends what plays, and what was to follow', async () => {
  const { conversation, player, script } = await begun();
  script.play('channel', 'a', { start: 0 });
  script.play('channel', 'a', { start: 0, reset: 0 });
  await conversation.pass(0);
  script.told();
  script.play('channel', 'b', { start: 0, reset: 3 });
  await passing(conversation, 1500);
  expect(script.told()).toEqual([
    'channel: Play.Reset b',
    'channel: Play.Stop a',
    'channel: Play.Start b',
    'channel: Play.Stop b',
    'channel: Play.Complete b',
    UNPUBLISHED,
  ]);
  expect(pictures(await player.hears()).filter((line) => line.includes('key'))).toEqual([
    'video@1 0 key Ak0',
    expect.stringContaining('key Bk0'),
  ]);
});

test.each([
  { reset: 1 as const, after: 4750, heard: ['note0'] },
  { reset: 1 as const, after: 5000, heard: ['note0', 'note5000'] },
  { reset: 2 as const, after: 0, heard: ['note0', 'note5000'] },
  { reset: 3 as const, after: 0, heard: ['note0', 'note5000'] },
])('recorded data with reset $reset after $after ms: $heard', async ({ reset, after, heard }) => {
  const { conversation, player, script } = await begun();
  script.play('channel', 'notes', { start: 0, reset });
  await passing(conversation, after);
  expect((await player.hears()).filter((line) => line.includes('note')).map((line) => line.split(' ')[2])).toEqual(
    heard,
  );
  script.operations.close();
});

test.each([
  { name: 'a name that is none', item: '../secret', told: ['channel: Play.Failed ../secret'], answer: false },
  { name: 'itself', item: 'channel', told: ['channel: Play.Reset channel', PUBLISHED], answer: true },
])('what cannot be played: $name', async ({ item, told, answer }) => {
  const { conversation, script } = await begun();
  expect(script.play('channel', item, { start: -1 })).toBe(answer);
  await conversation.pass(0);
  expect(script.told().slice(0, told.length)).toEqual(told);
  script.operations.close();
});

test('from another server: its live stream, and no such connection', async () => {
  const { conversation, player, script } = await begun();
  const feed = conversation.instance('live')!.streams.open('elsewhere');
  script.remote.set(7, {
    join: (_item, sink) => {
      const joined = feed.join(sink);
      return { isPublished: true, leave: () => feed.leave(joined) };
    },
  });
  expect(script.play('channel', 'there', { connection: 8 })).toBe(false);
  expect(script.told()).toEqual(['channel: Play.Failed there']);
  expect(script.play('channel', 'there', { connection: 7 })).toBe(true);
  feed.receive(new MediaMessage('video', 0, avc.key('k')));
  await conversation.pass(0);
  expect(pictures(await player.hears())).toEqual(['video@1 0 key k']);
  expect(script.told()).toEqual(['channel: Play.Reset there', PUBLISHED, 'channel: Play.Start there']);
  script.operations.close();
  conversation.instance('live')!.streams.release(feed);
});

test('receiveAudio and receiveVideo: pictures come again with the next key frame', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.player('channel');
  const script = ScriptStreams.in(conversation);
  const source = await conversation.publisher('source');
  script.play('channel', 'source', { start: -1 });
  const frame = async (payload: Uint8Array): Promise<void> => {
    source.video(0, payload);
    await conversation.pass(0);
  };
  await frame(avc.key('1'));
  script.handlers['stream.option']('channel', 'receiveVideo', false);
  await frame(avc.key('2'));
  script.handlers['stream.option']('channel', 'receiveVideo', true);
  await frame(avc.inter('3'));
  await frame(avc.key('4'));
  expect(pictures(await player.hears())).toEqual(['video@1 0 key 1', 'video@1 0 key 4']);
  script.operations.close();
});

test('a client publishes a stream that the script watches', async () => {
  const { conversation, script } = await begun();
  const source = await conversation.publisher('channel');
  source.command('closeStream', 0, [], 1);
  await source.hears();
  expect(script.told()).toEqual(['channel: Play.PublishNotify channel', 'channel: Play.UnpublishNotify channel']);
  script.handlers['stream.release']('channel');
  await conversation.publisher('channel');
  expect(script.told()).toEqual([]);
});

test('length, size and metadata of recorded media', async () => {
  const source = clip('A', 2000);
  const members = [['duration', 2] as const, ['title', 'A'] as const];
  source.metadata = [new MediaMessage('data', 0, encodeAmf0(['onMetaData', new AmfArray([], members)]))];
  const conversation = await Conversation.begin({ recorded: { a: source, bad: new Error('unreadable') } });
  await conversation.connected();
  const { handlers } = ScriptStreams.in(conversation);
  expect(await handlers['stream.length']('a', '')).toBe(1.5);
  expect(await handlers['stream.size']('a', '')).toBe(1);
  const metadata = await handlers['stream.metadata']('a');
  expect(unpack(metadata!)).toEqual([AmfObject.of({ duration: 2, title: 'A' })]);
  for (const name of ['none', 'bad', '../a']) {
    expect(await handlers['stream.length'](name, '')).toBe(0);
    expect(await handlers['stream.size'](name, '')).toBe(0);
    expect(await handlers['stream.metadata'](name)).toBe(undefined);
  }
});

test('maxQueueDelay and maxQueueSize are of one stream, until it is let go', async () => {
  const { conversation, script } = await begun();
  const { streams } = conversation.instance('live')!;
  const options = () => streams.open('channel').options;
  const { maxQueueDelay } = options();
  script.handlers['stream.option']('channel', 'maxQueueDelay', maxQueueDelay + 7);
  script.handlers['stream.option']('channel', 'maxQueueSize', 3);
  expect(options()).toMatchObject({ maxQueueDelay: maxQueueDelay + 7, maxQueueSize: 3 });
  script.handlers['stream.release']('channel');
  expect(options().maxQueueDelay).toBe(maxQueueDelay);
});
