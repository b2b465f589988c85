import { expect, test } from 'vitest';
import { buildAggregate } from '../../src/rtmp/message/aggregate.js';
import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { messageStreamId, MessageType } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { aac, avc } from '../support/media-payloads.js';

function message(type: number, timestamp: number, payload: Uint8Array): RtmpMessage {
  return { type, timestamp, messageStreamId: messageStreamId(1), payload };
}

test('an aggregate message is what is in it', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  const aggregate = buildAggregate([
    message(MessageType.dataAmf0, 5, encodeAmf0(['@setDataFrame', 'onMetaData', 1])),
    message(MessageType.video, 5, avc.header('sps')),
    message(MessageType.video, 5, avc.key('k1')),
    message(MessageType.audio, 28, aac.frame('a1')),
  ]);
  publisher.send({ ...aggregate, timestamp: 1000 });
  expect(await player.hears()).toEqual([
    'data@1 1000 onMetaData 1',
    'video@1 1000 header sps',
    'video@1 1000 key k1',
    'audio@1 1023 frame a1',
  ]);
});

test('more bytes than a publisher may send are read later, and not lost', async () => {
  const conversation = await Conversation.begin({ set: ['application.streamManager.live.ingest.maxRate=16KiB'] });
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  for (let i = 0; i < 10; i++) publisher.video(i, Uint8Array.of(0x17, 1, 0, 0, 0, ...new Uint8Array(8000)));
  const first = await player.hears();
  expect(first.length).toBeLessThan(5);
  expect(publisher.stream.isPaused).toBe(true);
  const later: string[] = [];
  for (let i = 0; i < 60; i++) {
    await conversation.pass(100);
    later.push(...(await player.hears()));
  }
  expect(first.length + later.length).toBe(10);
});

test.each([
  { how: 'one by one', aggregated: false },
  { how: 'in aggregates', aggregated: true },
])('more messages than a publisher may send, $how', async ({ aggregated }) => {
  const conversation = await Conversation.begin({ set: ['application.streamManager.live.ingest.maxMessageRate=100'] });
  const publisher = await conversation.publisher('stream');
  const frames = Array.from({ length: 200 }, (_, i) => message(MessageType.audio, i, aac.frame('a')));
  publisher.send(...(aggregated ? [buildAggregate(frames)] : frames));
  await conversation.pass(0);
  expect(publisher.stream.isPaused).toBe(true);
  await conversation.pass(500);
  expect(publisher.stream.isPaused).toBe(true);
  await conversation.pass(700);
  expect(publisher.stream.isPaused).toBe(false);
});

test('the payload that players get is what the publisher sent, whatever it is', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  const payloads = [
    Uint8Array.of(),
    Uint8Array.of(0xff),
    Uint8Array.of(0x00, 1, 2),
    Uint8Array.of(0x5f, 0xff),
    Uint8Array.of(0x80, 0, 0, 0, 0),
    Uint8Array.of(0x97, 0x70, 0, 0),
    Uint8Array.from({ length: 70_000 }, (_, i) => (i * 7) & 0xff),
  ];
  for (const [i, payload] of payloads.entries()) {
    publisher.audio(i, payload);
    await publisher.hears();
  }
  expect((await player.messages()).map(({ payload }) => payload)).toEqual(payloads);
});

test('timestamps beyond 24 bits, and across the wrap', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  const timestamps = [0xfffffe, 0xffffff, 0x1000000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff, 0, 40];
  for (const timestamp of timestamps) publisher.audio(timestamp, aac.frame('a'));
  expect((await player.messages()).map(({ timestamp }) => timestamp)).toEqual(timestamps);
});

test('media on a stream that does not publish is ignored', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.video(0, avc.key('on no stream'), 0);
  publisher.video(0, avc.key('on an unknown stream'), 7);
  player.video(0, avc.key('by a player'), 1);
  publisher.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual(['video@1 0 key k1']);
});
