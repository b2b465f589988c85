import { expect, test } from 'vitest';
import { membersOf } from '../support/transcript.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { Conversation } from '../support/conversation.js';
import { aac, avc } from '../support/media-payloads.js';

const PLAY_WAITING = [
  'SetChunkSize 4096',
  'StreamBegin@1',
  'onStatus@1 NetStream.Play.Reset',
  'onStatus@1 NetStream.Play.Start',
  'data@1 0 |RtmpSampleAccess false false',
  'BufferEmpty@1',
];
const PLAY_RUNNING = [...PLAY_WAITING, 'BufferReady@1', 'data@1 0 onStatus NetStream.Data.Start'];

/** What the log says is played. */
function playing({ log }: Conversation): object[] {
  const lines = log.lines.filter(({ message }) => message === 'playing');
  return lines.map(({ fields: { stream, from } }) => ({ stream, from }));
}

test('play of what is published: FMS’s order, then sequence headers, key frame and the GOP so far', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.data(['@setDataFrame', 'onMetaData']);
  publisher.video(0, avc.header('sps'));
  publisher.audio(0, aac.header('asc'));
  publisher.video(40, avc.key('k1'));
  publisher.audio(45, aac.frame('a1'));
  publisher.video(80, avc.inter('p1'));
  await publisher.hears();

  const player = await conversation.connected();
  player.command('play', 0, ['stream', -2], 1);
  expect(await player.hears()).toEqual([
    ...PLAY_RUNNING,
    'data@1 40 onMetaData',
    'video@1 40 header sps',
    'audio@1 40 header asc',
    'video@1 40 key k1',
    'audio@1 45 frame a1',
    'video@1 80 inter p1',
  ]);
  expect(playing(conversation)).toEqual([{ stream: 'stream', from: 'live' }]);

  publisher.video(120, avc.inter('p2'));
  publisher.audio(121, aac.frame('a2'));
  expect(await player.hears()).toEqual(['video@1 120 inter p2', 'audio@1 121 frame a2']);
});

test('play before publish waits, is told, resumes on republish with timestamps that go on', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.connected();
  player.command('play', 0, ['stream'], 1);
  expect(await player.hears()).toEqual(PLAY_WAITING);
  expect(playing(conversation)).toEqual([{ stream: 'stream', from: 'nobody publishes it yet' }]);

  const first = await conversation.publisher('stream');
  expect(await player.hears()).toEqual([
    'BufferReady@1',
    'onStatus@1 NetStream.Play.PublishNotify',
    'data@1 0 onStatus NetStream.Data.Start',
  ]);
  first.video(1000, avc.header('sps'));
  first.video(1000, avc.key('k1'));
  first.video(1040, avc.inter('p1'));
  expect(await player.hears()).toEqual(['video@1 1000 header sps', 'video@1 1000 key k1', 'video@1 1040 inter p1']);

  first.command('deleteStream', 0, [1]);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
  await conversation.pass(500);

  const second = await conversation.publisher('stream');
  second.video(0, avc.header('sps'));
  second.video(0, avc.key('k2'));
  second.video(40, avc.inter('p2'));
  expect(await player.hears()).toEqual([
    'BufferReady@1',
    'onStatus@1 NetStream.Play.PublishNotify',
    'data@1 0 onStatus NetStream.Data.Start',
    'video@1 1540 header sps',
    'video@1 1540 key k2',
    'video@1 1580 inter p2',
  ]);
});

test.each([
  { name: 'no start', args: ['stream'] },
  { name: 'start -2: live, or recorded', args: ['stream', -2] },
  { name: 'start -2000, as ffmpeg says it', args: ['stream', -2000] },
  { name: 'start -1: live only', args: ['stream', -1] },
  { name: 'start -1000', args: ['stream', -1000, -1000] },
  { name: 'any other start below 0', args: ['stream', -5] },
  { name: 'null for what is not said', args: ['stream', null, null, null] },
])('a name that nobody publishes is waited for: $name', async ({ args }) => {
  const conversation = await Conversation.begin();
  const player = await conversation.connected();
  player.command('play', 0, args, 1);
  expect(await player.hears()).toEqual(PLAY_WAITING);
});

test('start 0 asks for a recording: not found, unless the name is live', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.connected();
  player.command('play', 4, ['stream', 0], 1);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.StreamNotFound']);
  await conversation.publisher('stream');
  player.command('play', 5, ['stream', 0], 1);
  expect(await player.hears()).toEqual(PLAY_RUNNING);
});

test('what the statuses of a player say', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.connected();
  player.command('play', 0, ['stream'], 1);
  const statuses = (await player.messages()).filter(({ type }) => type === 20).map((m) => decodeCommand(m));
  expect(statuses.map(({ transactionId, commandObject }) => [transactionId, commandObject])).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(statuses.map(({ args }) => membersOf(args[0]))).toEqual([
    {
      level: 'status',
      code: 'NetStream.Play.Reset',
      description: 'Playing and resetting stream.',
      details: 'stream',
      clientid: 'client-1',
    },
    {
      level: 'status',
      code: 'NetStream.Play.Start',
      description: 'Started playing stream.',
      details: 'stream',
      clientid: 'client-1',
      isFastPlay: false,
    },
  ]);
});

test('reset false plays without Play.Reset', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.connected();
  player.command('play', 0, ['stream', -2, -1, false], 1);
  expect(await player.hears()).not.toContain('onStatus@1 NetStream.Play.Reset');
});

test('a length counts milliseconds of stream, and ends with Play.Complete and Play.Stop', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.connected();
  player.command('play', 0, ['stream', -1, 100], 1);
  await player.hears();
  publisher.video(500, avc.header('sps'));
  publisher.video(500, avc.key('k1'));
  publisher.audio(599, aac.frame('a1'));
  publisher.video(600, avc.inter('p1'));
  await player.hears();
  publisher.video(640, avc.inter('p2'));
  publisher.video(680, avc.inter('p3'));
  expect(await player.hears()).toEqual([
    'data@1 0 onPlayStatus NetStream.Play.Complete',
    'onStatus@1 NetStream.Play.Stop',
    'StreamEOF@1',
  ]);
  publisher.video(720, avc.key('k2'));
  expect(await player.hears()).toEqual([]);
});

test('a length of 0 is one frame', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  publisher.video(40, avc.inter('p1'));
  const player = await conversation.connected();
  player.command('play', 0, ['stream', -1, 0], 1);
  expect((await player.hears()).slice(PLAY_RUNNING.length)).toEqual(['video@1 0 header sps', 'video@1 0 key k1']);
  publisher.video(80, avc.inter('p2'));
  expect(await player.hears()).toEqual([
    'data@1 0 onPlayStatus NetStream.Play.Complete',
    'onStatus@1 NetStream.Play.Stop',
    'StreamEOF@1',
  ]);
});

const ENDS: readonly { how: string; command: Parameters<ScriptedClient['command']>; answer: boolean }[] = [
  { how: 'play(false)', command: ['play', 0, [false], 1], answer: true },
  { how: 'closeStream', command: ['closeStream', 0, [], 1], answer: true },
  { how: 'deleteStream', command: ['deleteStream', 0, [1], 0], answer: false },
];

test.each(ENDS)('$how ends playing', async ({ command, answer }) => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  player.command(...command);
  expect(await player.hears()).toEqual(answer ? ['onStatus@1 NetStream.Play.Stop', 'StreamEOF@1'] : []);
  publisher.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual([]);
});

test('a NetStream plays one name after the other', async () => {
  const conversation = await Conversation.begin();
  const [one, two] = [await conversation.publisher('one'), await conversation.publisher('two')];
  const player = await conversation.player('one');
  player.command('play', 0, ['two'], 1);
  await player.hears();
  one.video(0, avc.key('not this'));
  two.video(0, avc.key('this'));
  expect(await player.hears()).toEqual(['video@1 0 key this']);
});

test.each(['', '../../etc/passwd', '/abs', 'C:\\x', 'bad:prefix', 'a\u0000b', 7, null, true])(
  'a name that is none: %j',
  async (name) => {
    const conversation = await Conversation.begin();
    const player = await conversation.connected();
    player.command('play', 0, [name], 1);
    expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.StreamNotFound']);
  },
);

test('playing from where it is not allowed', async () => {
  const conversation = await Conversation.begin({ set: ['application.play.allow=[loopback]'] });
  const player = await conversation.connected('live', '192.0.2.7');
  player.command('play', 0, ['stream'], 1);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.Failed']);
});

test('an instance does not know the streams of another', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream', 'live/room1');
  const [elsewhere, here] = [await conversation.player('stream'), await conversation.player('stream', 'live/room1')];
  publisher.video(0, avc.key('k1'));
  expect(await elsewhere.hears()).toEqual([]);
  expect(await here.hears()).toEqual(['video@1 0 key k1']);
});

test('several NetStreams of one connection play, each on its own message stream', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  const player = await conversation.connected('live', '127.0.0.1', 3);
  player.command('play', 0, ['stream'], 3);
  player.command('play', 0, ['stream'], 2);
  const heard = await player.hears();
  expect(heard.filter((line) => line.startsWith('video'))).toEqual([
    'video@3 0 header sps',
    'video@3 0 key k1',
    'video@2 0 header sps',
    'video@2 0 key k1',
  ]);
  publisher.video(40, avc.inter('p1'));
  expect(await player.hears()).toEqual(['video@3 40 inter p1', 'video@2 40 inter p1']);
});
