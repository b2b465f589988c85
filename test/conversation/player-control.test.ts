import { expect, test } from 'vitest';
import { Conversation } from '../support/conversation.js';
import { aac, avc } from '../support/media-payloads.js';

test('a paused player is sent nothing but codec configurations, and goes on with a key frame', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.data(['@setDataFrame', 'onMetaData', 1]);
  publisher.video(0, avc.header('sps 1'));
  publisher.video(0, avc.key('k1'));
  await player.hears();

  player.command('pause', 0, [true, 40], 1);
  expect(await player.hears()).toEqual(['StreamEOF@1', 'onStatus@1 NetStream.Pause.Notify']);
  publisher.data(['@setDataFrame', 'onMetaData', 2], 80);
  publisher.data(['onCuePoint', 1], 80);
  publisher.audio(80, aac.frame('a1'));
  publisher.video(80, avc.inter('p1'));
  publisher.video(120, avc.header('sps 2'));
  publisher.video(120, avc.key('k2'));
  expect(await player.hears()).toEqual(['video@1 120 header sps 2']);

  player.command('pause', 0, [false, 40], 1);
  expect(await player.hears()).toEqual([
    'StreamBegin@1',
    'onStatus@1 NetStream.Unpause.Notify',
    'onStatus@1 NetStream.Play.Start',
    'data@1 0 |RtmpSampleAccess false false',
    'data@1 0 onStatus NetStream.Data.Start',
    'data@1 120 onMetaData 2',
  ]);
  publisher.video(160, avc.inter('p2'));
  publisher.audio(161, aac.frame('a2'));
  publisher.video(200, avc.key('k3'));
  publisher.video(240, avc.inter('p3'));
  expect(await player.hears()).toEqual(['audio@1 161 frame a2', 'video@1 200 key k3', 'video@1 240 inter p3']);
});

test('Flash Player says pause(false, 0) right behind play', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.video(0, avc.key('k1'));
  await player.hears();
  player.command('pause', 0, [false, 0], 1);
  expect(await player.hears()).toEqual(['StreamBegin@1', 'onStatus@1 NetStream.Unpause.Notify']);
  publisher.video(40, avc.inter('p1'));
  expect(await player.hears()).toEqual(['video@1 40 inter p1']);
});

test('pause without an argument changes from one to the other; pauseRaw is pause', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.player('stream');
  player.command('pauseRaw', 0, [], 1);
  expect(await player.hears()).toContain('onStatus@1 NetStream.Pause.Notify');
  player.command('pause', 0, [null], 1);
  expect(await player.hears()).toContain('onStatus@1 NetStream.Unpause.Notify');
});

test('a player that is paused while the publisher changes is told, and stays paused', async () => {
  const conversation = await Conversation.begin();
  const first = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  player.command('pause', 0, [true, 0], 1);
  await player.hears();
  first.hangUp();
  const second = await conversation.publisher('stream');
  second.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual([
    'onStatus@1 NetStream.Play.UnpublishNotify',
    'BufferReady@1',
    'onStatus@1 NetStream.Play.PublishNotify',
    'data@1 0 onStatus NetStream.Data.Start',
  ]);
});

test.each(['pause', 'receiveAudio', 'receiveVideo'])('%s on a NetStream that does not play', async (command) => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('stream');
  client.command(command, 0, [true], 1);
  expect(await client.hears()).toEqual([]);
});

test.each([10_000, 0, NaN, 'x', undefined])('seek to %s goes nowhere in a live stream', async (position) => {
  const conversation = await Conversation.begin();
  const player = await conversation.player('stream');
  player.command('seek', 0, [position], 1);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Seek.Failed']);
});

test('receiveAudio(false) and back', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.video(0, avc.key('k1'));
  player.command('receiveAudio', 0, [false], 1);
  await player.hears();
  publisher.audio(10, aac.header('asc'));
  publisher.audio(20, aac.frame('a1'));
  publisher.video(40, avc.inter('p1'));
  expect(await player.hears()).toEqual(['audio@1 10 header asc', 'video@1 40 inter p1']);
  player.command('receiveAudio', 0, [true], 1);
  publisher.audio(60, aac.frame('a2'));
  expect(await player.hears()).toEqual(['audio@1 60 frame a2']);
});

test.each([false, 0])('receiveVideo(%s), and back with the next key frame', async (off) => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.video(0, avc.key('k1'));
  player.command('receiveVideo', 0, [off], 1);
  await player.hears();
  publisher.video(40, avc.inter('p1'));
  publisher.audio(50, aac.frame('a1'));
  expect(await player.hears()).toEqual(['audio@1 50 frame a1']);
  player.command('receiveVideo', 0, [true], 1);
  publisher.video(80, avc.inter('p2'));
  publisher.video(120, avc.key('k2'));
  publisher.video(160, avc.inter('p3'));
  expect(await player.hears()).toEqual(['video@1 120 key k2', 'video@1 160 inter p3']);
});

test('what was said before play holds for what play begins with', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  publisher.audio(10, aac.frame('a1'));
  const [listener, viewer] = [await conversation.connected(), await conversation.connected()];
  listener.command('receiveVideo', 0, [false], 1);
  listener.command('play', 0, ['stream'], 1);
  viewer.command('receiveAudio', 0, [false], 1);
  viewer.command('play', 0, ['stream'], 1);
  const isMedia = (line: string): boolean => /^(?:audio|video)/.test(line);
  expect((await listener.hears()).filter(isMedia)).toEqual(['video@1 0 header sps', 'audio@1 10 frame a1']);
  expect((await viewer.hears()).filter(isMedia)).toEqual(['video@1 0 header sps', 'video@1 0 key k1']);
  publisher.video(40, avc.inter('p1'));
  publisher.audio(50, aac.frame('a2'));
  expect(await listener.hears()).toEqual(['audio@1 50 frame a2']);
  expect(await viewer.hears()).toEqual(['video@1 40 inter p1']);
});

test('SetBufferLength is kept, and on message stream 0 or an unknown one ignored', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.player('stream');
  for (const messageStreamId of [0, 1, 9, 0xffffffff]) {
    player.control({ event: 'setBufferLength', messageStreamId, bufferLength: 3000 });
  }
  expect(await player.hears()).toEqual([]);
  expect(player.isClosed).toBe(false);
});
