import { expect, test } from 'vitest';
import { AmfArray, AmfObject } from '../../src/amf/value.js';
import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { messageStreamId, MessageType } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { avc } from '../support/media-payloads.js';
import { toHex } from '../support/hex.js';

test.each(['amf0', 'amf3'] as const)('@setDataFrame in %s: players get it as the message inside', async (encoding) => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.encoding = encoding;
  const metadata = new AmfArray([], [['width', 640]]);
  publisher.data(['@setDataFrame', 'onMetaData', metadata], 7);
  expect(await player.hears()).toEqual(['data@1 7 onMetaData {width: 640}']);
  const late = await conversation.connected();
  late.command('play', 0, ['stream'], 1);
  expect((await late.hears()).at(-1)).toBe('data@1 7 onMetaData {width: 640}');
});

test('the payload of a data frame reaches the player byte by byte', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.data(['@setDataFrame', 'onMetaData', AmfObject.of({ title: 'x' })]);
  const [message] = await player.messages();
  expect(toHex(message!.payload)).toBe(toHex(encodeAmf0(['onMetaData', AmfObject.of({ title: 'x' })])));
});

test('a later data frame replaces the earlier one of its name; @clearDataFrame forgets it', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.data(['@setDataFrame', 'onMetaData', 1]);
  publisher.data(['@setDataFrame', 'onOther', 2]);
  publisher.data(['@setDataFrame', 'onMetaData', 3]);
  publisher.video(0, avc.header('sps'));
  const played = async () => {
    const player = await conversation.connected();
    player.command('play', 0, ['stream'], 1);
    return (await player.hears()).filter((line) => /onMetaData|onOther/.test(line));
  };
  expect(await played()).toEqual(['data@1 0 onMetaData 3', 'data@1 0 onOther 2']);
  publisher.data(['@clearDataFrame', 'onMetaData']);
  expect(await played()).toEqual(['data@1 0 onOther 2']);
});

test('the data frames of one publisher are not those of the next', async () => {
  const conversation = await Conversation.begin();
  const first = await conversation.publisher('stream');
  first.data(['@setDataFrame', 'onMetaData', 1]);
  first.hangUp();
  await conversation.publisher('stream');
  const player = await conversation.connected();
  player.command('play', 0, ['stream'], 1);
  expect((await player.hears()).filter((line) => line.includes('onMetaData'))).toEqual([]);
});

test('NetStream.send reaches the players that are there, with its time, and no later ones', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.data(['say', 'hello', 1], 40);
  publisher.data(['onCuePoint', AmfObject.of({ name: 'x' })], 41);
  expect(await player.hears()).toEqual(['data@1 40 say "hello" 1', 'data@1 41 onCuePoint {name: "x"}']);
  const late = await conversation.connected();
  late.command('play', 0, ['stream'], 1);
  expect((await late.hears()).at(-1)).toBe('data@1 0 onStatus NetStream.Data.Start');
});

test.each([
  { name: 'nothing', payload: new Uint8Array(0) },
  { name: 'no handler', payload: encodeAmf0([1, 2]) },
  { name: 'a handler of no name', payload: encodeAmf0(['@setDataFrame']) },
  { name: 'a handler that is no text', payload: encodeAmf0(['@setDataFrame', 7]) },
  { name: 'half a string', payload: Uint8Array.of(2, 0, 9, 65) },
  { name: 'a string of a marker alone', payload: Uint8Array.of(2) },
])('a data message of $name is ignored', async ({ payload }) => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  for (const type of [MessageType.dataAmf0, MessageType.dataAmf3]) {
    publisher.send({ type, timestamp: 0, messageStreamId: messageStreamId(1), payload });
  }
  publisher.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual(['video@1 0 key k1']);
});

test('a publisher cannot make the server keep more than a few megabytes of data frames', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  for (let i = 0; i < 40; i++) publisher.data(['@setDataFrame', `frame${i}`, 'x'.repeat(1_000_000)]);
  const player = await conversation.connected();
  player.command('play', 0, ['stream'], 1);
  expect((await player.hears()).filter((line) => line.includes(' frame'))).toHaveLength(4);
});
