import { expect, test } from 'vitest';
import { AmfArray, AmfObject } from '../../src/amf/value.js';
import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { Conversation } from '../support/conversation.js';
import { aac, avc, h263 } from '../support/media-payloads.js';
import { avcSlate, slateOf, SlateShelf } from '../support/slates.js';

const FILE = 'application.streamManager.live.slate.file=slate.flv';
const GRACE = 'application.streamManager.live.publishGrace=5s';
const UNPUBLISHED = ['onStatus@1 NetStream.Play.UnpublishNotify'];
const STARTED = ['onStatus@1 NetStream.Publish.Start'];

/** A stream of an application with a slate that is published and played, with its first key frame sent. */
async function onAir(set: readonly string[] = [], slate = avcSlate('s')) {
  const slates = new SlateShelf();
  slates.slates.set('slate.flv', slate);
  const conversation = await Conversation.begin({ set: [FILE, ...set], slates });
  const first = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  first.video(0, avc.header('A'));
  first.video(1000, avc.key('a1'));
  expect(await player.hears()).toEqual(['video@1 0 header A', 'video@1 1000 key a1']);
  return { conversation, slates, first, player };
}

test('a publisher that does not come back in its grace: the slate is shown, round and round, each message at its time', async () => {
  const { conversation, first, player } = await onAir([GRACE]);
  first.hangUp();
  await conversation.pass(4999);
  expect(await player.hears()).toEqual([]);
  const { timers } = conversation.clock;
  await conversation.pass(1);
  expect(await player.hears()).toEqual(['video@1 6000 header s', 'video@1 6000 key s1']);
  await conversation.pass(499);
  expect(await player.hears()).toEqual([]);
  await conversation.pass(1);
  expect(await player.hears()).toEqual(['video@1 6500 inter s2']);
  await conversation.pass(500);
  expect(await player.hears()).toEqual(['video@1 7000 header s', 'video@1 7000 key s1']);
  // One timer, in the place of that of the grace.
  expect(conversation.clock.timers).toBe(timers);
  const minute: string[] = [];
  for (let i = 0; i < 12; i++) {
    await conversation.pass(5000);
    minute.push(...(await player.hears()));
  }
  expect(minute).toHaveLength(60 * 3);
  expect(minute.at(-1)).toBe('video@1 67000 key s1');
  expect(conversation.log.at('warn')).toEqual([]);
});

test('somebody publishes the name again: players go on from the key frame, told nothing, and the slate is over', async () => {
  const { conversation, first, player } = await onAir();
  first.hangUp();
  await conversation.pass(700);
  expect(await player.hears()).toEqual(['video@1 1000 header s', 'video@1 1000 key s1', 'video@1 1500 inter s2']);
  const again = await conversation.connected();
  again.command('publish', 0, ['stream'], 1);
  expect(await again.hears()).toEqual(STARTED);
  again.video(0, avc.header('B'));
  again.video(0, avc.inter('b0'));
  await conversation.pass(300);
  // Still the slate, until there is a key frame.
  expect(await player.hears()).toEqual(['video@1 2000 header s', 'video@1 2000 key s1']);
  await conversation.pass(100);
  again.video(400, avc.key('b1'));
  again.video(440, avc.inter('b2'));
  expect(await player.hears()).toEqual(['video@1 2100 header B', 'video@1 2100 key b1', 'video@1 2140 inter b2']);
  await conversation.pass(5000);
  expect(await player.hears()).toEqual([]);
  again.command('closeStream', 0, [], 1);
  expect(await player.hears()).toEqual(UNPUBLISHED);
});

test('a player that comes while the slate is shown begins with it', async () => {
  const metadata = new MediaMessage('data', 0, encodeAmf0(['onMetaData', AmfObject.of({ width: 640, duration: 9 })]));
  const slate = slateOf([
    metadata,
    new MediaMessage('video', 0, h263.key('k')),
    new MediaMessage('video', 500, h263.inter('p')),
  ]);
  const { conversation, first } = await onAir([], slate);
  first.hangUp();
  await conversation.pass(600);
  const late = await conversation.connected();
  late.command('play', 0, ['stream'], 1);
  const heard = await late.hears();
  expect(heard.filter((line) => /^(video|data@1 1000 onMetaData)/.test(line))).toEqual([
    'data@1 1000 onMetaData {width: 640}',
    'video@1 1000 key k',
    'video@1 1500 inter p',
  ]);
  expect(heard.some((line) => line.includes('BufferReady'))).toBe(true);
});

test('the slate is shown to somebody only: the last player that goes ends it', async () => {
  const { conversation, first, player } = await onAir();
  first.hangUp();
  await conversation.pass(100);
  expect(conversation.instance('live')?.streams.size).toBe(1);
  player.command('closeStream', 0, [], 1);
  await player.hears();
  expect(conversation.instance('live')?.streams.size).toBe(0);
  const timers = conversation.clock.timers;
  await conversation.pass(5000);
  expect(conversation.clock.timers).toBe(timers);
  const publisher = await conversation.publisher('stream');
  publisher.hangUp();
  await conversation.pass(0);
  expect(conversation.instance('live')?.streams.size).toBe(0);
});

test('a publisher that says that it ends is not filled in for', async () => {
  const { first, player } = await onAir([GRACE]);
  first.command('closeStream', 0, [], 1);
  expect(await player.hears()).toEqual(UNPUBLISHED);
});

test.each([
  { how: 'is lost', leave: 'hangUp', heard: ['video@1 2000 header s', 'video@1 2000 key s1'] },
  { how: 'says that it ends', leave: 'close', heard: UNPUBLISHED },
])('a publisher that is back and $how before its key frame', async ({ leave, heard }) => {
  const { conversation, first, player } = await onAir();
  first.hangUp();
  await conversation.pass(600);
  await player.hears();
  const again = await conversation.publisher('stream');
  again.video(0, avc.header('B'));
  if (leave === 'hangUp') again.hangUp();
  else again.command('closeStream', 0, [], 1);
  await conversation.pass(400);
  expect(await player.hears()).toEqual(heard);
});

test('a publisher that is back keeps the stream when its last player goes', async () => {
  const { conversation, first, player } = await onAir();
  first.hangUp();
  await conversation.pass(100);
  const again = await conversation.publisher('stream');
  player.hangUp();
  await conversation.pass(100);
  again.video(0, avc.header('B'));
  again.video(40, avc.key('b1'));
  await conversation.pass(0);
  const late = await conversation.connected();
  late.command('play', 0, ['stream'], 1);
  expect((await late.hears()).filter((line) => line.startsWith('video')).map((line) => line.slice(-5))).toEqual([
    'der B',
    'ey b1',
  ]);
});

test('a backup goes before the slate, and one that waits behind who is back, too', async () => {
  const { conversation, first, player } = await onAir(['application.streamManager.live.secondPublisher=backup']);
  const backup = await conversation.publisher('stream');
  first.hangUp();
  await conversation.pass(600);
  expect(await player.hears()).toEqual([]);
  backup.hangUp();
  await conversation.pass(100);
  expect(await player.hears()).toEqual(['video@1 1600 header s', 'video@1 1600 key s1']);
  const again = await conversation.publisher('stream');
  const waiting = await conversation.publisher('stream');
  again.hangUp();
  await conversation.pass(0);
  waiting.video(0, avc.header('W'));
  waiting.video(0, avc.key('w1'));
  expect(await player.hears()).toEqual(['video@1 1700 header W', 'video@1 1700 key w1']);
});

test('a slate in other codecs is shown, and warned of once in the life of a stream', async () => {
  const slate = slateOf([
    new MediaMessage('audio', 0, aac.header('asc')),
    new MediaMessage('audio', 0, aac.frame('s')),
  ]);
  const { conversation, first, player } = await onAir([], slate);
  first.hangUp();
  await conversation.pass(0);
  expect(await player.hears()).toEqual(['audio@1 1000 header asc', 'audio@1 1000 frame s']);
  const again = await conversation.publisher('stream');
  again.video(0, avc.key('b1'));
  await conversation.pass(0);
  again.hangUp();
  await conversation.pass(0);
  expect(await player.hears()).toEqual(['video@1 1000 key b1', 'audio@1 1000 header asc', 'audio@1 1000 frame s']);
  expect(conversation.log.at('warn')).toMatchObject([
    { fields: { stream: 'stream', slate: { audio: 'aac' }, published: { video: 'avc' } } },
  ]);
});

test('a slate that cannot be shown is reported, and the stream ends as others do', async () => {
  const conversation = await Conversation.begin({ set: [FILE], slates: new SlateShelf() });
  const first = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  first.hangUp();
  await conversation.pass(0);
  expect(await player.hears()).toEqual(UNPUBLISHED);
  expect(conversation.log.at('warn')).toMatchObject([{ fields: { file: 'slate.flv' } }]);
});

test('after a reload the next gap shows the new slate; the one that is shown stays', async () => {
  const { conversation, slates, first, player } = await onAir();
  first.hangUp();
  await conversation.pass(0);
  slates.slates.set('slate.flv', avcSlate('new'));
  await conversation.server.reconfigure(await conversation.configuration());
  await conversation.pass(500);
  expect(await player.hears()).toEqual(['video@1 1000 header s', 'video@1 1000 key s1', 'video@1 1500 inter s2']);
  const again = await conversation.publisher('stream');
  again.video(0, avc.key('b1'));
  await conversation.pass(0);
  again.hangUp();
  await conversation.pass(0);
  expect(await player.hears()).toEqual(['video@1 1500 key b1', 'video@1 1500 header new', 'video@1 1500 key new1']);
});

test('when the server stops nothing is filled in', async () => {
  const { conversation, player } = await onAir([GRACE]);
  conversation.instance('live')?.shutdown('The server stops.', ({ id }) => id === 'client-2');
  expect(await player.hears()).toEqual(UNPUBLISHED);
});

test('metadata of an ECMA array lose what is true of the file only', async () => {
  const members = new AmfArray(
    [],
    [
      ['duration', 3],
      ['height', 360],
      ['keyframes', AmfObject.of({ times: [0] })],
    ],
  );
  const metadata = new MediaMessage('data', 0, encodeAmf0(['onMetaData', members]));
  const { conversation, first, player } = await onAir(
    [],
    slateOf([metadata, new MediaMessage('video', 0, avc.key('k'))]),
  );
  first.hangUp();
  await conversation.pass(0);
  expect(await player.hears()).toEqual(['data@1 1000 onMetaData {height: 360}', 'video@1 1000 key k']);
});
