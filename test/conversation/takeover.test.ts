import { expect, test } from 'vitest';
import { Conversation } from '../support/conversation.js';
import { aac, avc } from '../support/media-payloads.js';

const STARTED = ['onStatus@1 NetStream.Publish.Start'];

/** A stream that is published and played, with its first key frame sent. */
async function onAir(...set: string[]) {
  const conversation = await Conversation.begin({ set });
  const first = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  first.video(0, avc.header('A'));
  first.video(1000, avc.key('a1'));
  expect(await player.hears()).toEqual(['video@1 0 header A', 'video@1 1000 key a1']);
  return { conversation, first, player };
}

test('replace: the second publisher takes over with its sequence header and key frame; time goes on', async () => {
  const { conversation, first, player } = await onAir('application.streamManager.live.secondPublisher=replace');
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  expect(await second.hears()).toEqual(STARTED);
  second.video(500, avc.header('B'));
  second.video(500, avc.inter('b0'));
  first.video(1040, avc.inter('a2'));
  expect(await player.hears()).toEqual(['video@1 1040 inter a2']);
  await conversation.pass(40);
  second.video(540, avc.key('b1'));
  second.video(580, avc.inter('b2'));
  expect(await player.hears()).toEqual(['video@1 1080 header B', 'video@1 1080 key b1', 'video@1 1120 inter b2']);
  expect(await first.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
  first.video(1080, avc.key('a3'));
  expect(await player.hears()).toEqual([]);
});

test('backup: the second publisher waits, and takes over when the first is gone', async () => {
  const { conversation, first, player } = await onAir('application.streamManager.live.secondPublisher=backup');
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  expect(await second.hears()).toEqual(STARTED);
  second.video(0, avc.header('B'));
  second.video(0, avc.key('b1'));
  expect(await player.hears()).toEqual([]);
  first.hangUp();
  await conversation.pass(100);
  second.video(100, avc.inter('b2'));
  second.video(140, avc.key('b3'));
  expect(await player.hears()).toEqual(['video@1 1100 header B', 'video@1 1100 key b3']);
});

test('backup: a backup that goes before its time is not missed', async () => {
  const { conversation, first, player } = await onAir('application.streamManager.live.secondPublisher=backup');
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  await second.hears();
  second.hangUp();
  first.video(1040, avc.inter('a2'));
  expect(await player.hears()).toEqual(['video@1 1040 inter a2']);
  first.command('closeStream', 0, [], 1);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
});

test('grace: a publisher that was lost and comes back goes on where it ended; players are told nothing', async () => {
  const { conversation, first, player } = await onAir('application.streamManager.live.publishGrace=5s');
  first.hangUp();
  await conversation.pass(4000);
  expect(await player.hears()).toEqual([]);
  const again = await conversation.connected();
  again.command('publish', 0, ['stream'], 1);
  expect(await again.hears()).toEqual(STARTED);
  again.video(0, avc.header('A'));
  again.video(0, avc.key('a9'));
  expect(await player.hears()).toEqual(['video@1 5000 header A', 'video@1 5000 key a9']);
  await conversation.pass(10_000);
  expect(await player.hears()).toEqual([]);
  again.command('closeStream', 0, [], 1);
  await again.hears();
});

test('grace: when it is over players are told, and who comes during it is given the GOP so far', async () => {
  const { conversation, first, player } = await onAir('application.streamManager.live.publishGrace=5s');
  first.hangUp();
  await conversation.pass(1000);
  const late = await conversation.connected();
  late.command('play', 0, ['stream'], 1);
  const media = (await late.hears()).filter((line) => line.startsWith('video'));
  expect(media).toEqual(['video@1 1000 header A', 'video@1 1000 key a1']);
  await conversation.pass(4000);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
});

test('grace is not for a publisher that says that it ends', async () => {
  const { first, player } = await onAir('application.streamManager.live.publishGrace=5s');
  first.command('closeStream', 0, [], 1);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
});

test('a stream without a picture is taken over by sound alone', async () => {
  const set = ['application.streamManager.live.secondPublisher=replace'];
  const conversation = await Conversation.begin({ set });
  const first = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  first.audio(0, aac.header('A'));
  first.audio(0, aac.frame('a1'));
  await player.hears();
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  await second.hears();
  second.audio(0, aac.header('B'));
  for (let time = 0; time < 1000; time += 250) second.audio(time, aac.frame(`b${time}`));
  expect(await player.hears()).toEqual([]);
  second.audio(1000, aac.frame('b1000'));
  expect(await player.hears()).toEqual(['audio@1 0 header B', 'audio@1 0 frame b1000']);
});

test.each([
  ['asSent', [5000, 3000, 90_000]],
  ['monotonic', [5000, 5040, 5080]],
  ['fromZero', [0, 40, 80]],
])('timestamps %s', async (policy, expected) => {
  const conversation = await Conversation.begin({ set: [`application.streamManager.live.timestamps=${policy}`] });
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  const heard: string[] = [];
  for (const timestamp of [5000, 3000, 90_000]) {
    publisher.video(timestamp, avc.key('k'));
    heard.push(...(await player.hears()));
    await conversation.pass(40);
  }
  expect(heard).toEqual(expected.map((timestamp) => `video@1 ${timestamp} key k`));
});
