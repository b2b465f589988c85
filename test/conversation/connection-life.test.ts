import { expect, test } from 'vitest';
import { encodeCommand } from '../../src/rtmp/message/command.js';
import { encodeChunks } from '../../src/rtmp/chunk/encode-chunks.js';
import { messageStreamId, MessageType } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { avc } from '../support/media-payloads.js';
import { MemoryByteStream } from '../support/memory-byte-stream.js';
import { plainHandshake } from '../support/rtmp-ends.js';

test('a handshake must be over in its time, however its bytes drip in', async () => {
  const conversation = await Conversation.begin();
  const [silent, dripping] = [conversation.stranger(), conversation.stranger()];
  for (let second = 0; second < 10; second++) {
    expect([silent.isClosed, dripping.isClosed]).toEqual([false, false]);
    dripping.stream.send(plainHandshake.subarray(second, second + 1));
    await conversation.pass(1000);
  }
  expect([silent.isClosed, dripping.isClosed]).toEqual([true, true]);
});

test('the time of a handshake counts from when the connection came', async () => {
  const conversation = await Conversation.begin();
  const stream = new MemoryByteStream('192.0.2.7', 4711);
  conversation.server.adaptors[0]!.accept(stream, conversation.clock.now() - 9000);
  await conversation.pass(999);
  expect(stream.isClosed).toBe(false);
  await conversation.pass(1);
  expect(stream.isClosed).toBe(true);
});

test.each([0, 0x16, 'G'.charCodeAt(0), 0xff])('a first byte of %i gets no answer', async (byte) => {
  const conversation = await Conversation.begin();
  const stranger = conversation.stranger();
  stranger.stream.send(Uint8Array.of(byte, ...new Uint8Array(1536)));
  expect(stranger.stream.arrived()).toHaveLength(0);
  await conversation.pass(0);
  expect(stranger.isClosed).toBe(true);
});

test('connect must come in its time after that', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  for (let second = 0; second < 10; second++) {
    expect(client.isClosed).toBe(false);
    client.control({ event: 'setBufferLength', messageStreamId: 0, bufferLength: 100 });
    await conversation.pass(1000);
  }
  expect(client.isClosed).toBe(true);
});

test('who has connected may be silent as long as it answers pings', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.answersPings = false;
  await conversation.pass(59_999);
  expect(await client.hears()).toEqual([]);
  await conversation.pass(1);
  expect(await client.hears()).toEqual(['PingRequest']);
  client.answersPings = true;
  client.control({ event: 'pingResponse', timestamp: 0 });
  for (let minute = 0; minute < 10; minute++) {
    await conversation.pass(60_000);
    await client.hears();
  }
  expect(client.isClosed).toBe(false);
});

test('who does not answer is cut off pingTimeout later', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  client.answersPings = false;
  await conversation.pass(60_000);
  await player.hears();
  await conversation.pass(29_999);
  expect(client.isClosed).toBe(false);
  await conversation.pass(15_001);
  expect(client.isClosed).toBe(true);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
});

test('with pingPeriod 0 nobody is asked', async () => {
  const conversation = await Conversation.begin({ set: ['adaptor.rtmp.pingPeriod=0s'] });
  const client = await conversation.connected();
  client.answersPings = false;
  await conversation.pass(3_600_000);
  expect(await client.hears()).toEqual([]);
  expect(client.isClosed).toBe(false);
});

test('a message that has begun must be complete in its time, whatever else is said meanwhile', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  const payload = new Uint8Array(1000);
  const message = {
    chunkStreamId: 9,
    type: MessageType.video,
    timestamp: 0,
    messageStreamId: messageStreamId(1),
    payload,
  };
  client.stream.send(encodeChunks(message, 128).subarray(0, 140));
  for (let i = 0; i < 5; i++) {
    await conversation.pass(10_000);
    client.command('getStreamLength', 5, ['x']);
    await client.hears();
  }
  expect(client.isClosed).toBe(false);
  await conversation.pass(30_000);
  expect(client.isClosed).toBe(true);
});

test('half a chunk, then the end of the connection', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('stream');
  client.stream.send(Uint8Array.of(6, 0, 0));
  client.hangUp(new Error('ECONNRESET'));
});

test('what breaks the protocol ends its connection and no other', async () => {
  const conversation = await Conversation.begin();
  const [bad, good] = [await conversation.publisher('bad'), await conversation.publisher('good')];
  const player = await conversation.player('good');
  bad.send({
    type: MessageType.setChunkSize,
    timestamp: 0,
    messageStreamId: messageStreamId(0),
    payload: new Uint8Array(4),
  });
  good.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual(['video@1 0 key k1']);
  expect(bad.isClosed).toBe(true);
  expect(conversation.log.at('warn')).toMatchObject([{ fields: { address: '127.0.0.1', code: 'invalid-chunk-size' } }]);
});

test('what was said before the mistake is still done', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.player('stream');
  const client = await conversation.publisher('stream');
  await player.hears();
  const command = { name: 'closeStream', transactionId: 0, commandObject: null, args: [], encoding: 'amf0' } as const;
  client.send(
    { type: MessageType.video, timestamp: 0, messageStreamId: messageStreamId(1), payload: avc.key('k1') },
    encodeCommand(command, messageStreamId(1)),
    { type: MessageType.setChunkSize, timestamp: 0, messageStreamId: messageStreamId(0), payload: new Uint8Array(4) },
  );
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Unpublish.Success']);
  expect(await player.hears()).toEqual(['video@1 0 key k1', 'onStatus@1 NetStream.Play.UnpublishNotify']);
});

test.each([
  { what: 'user control of one byte', type: MessageType.userControl, payload: Uint8Array.of(0) },
  { what: 'a command that is no AMF', type: MessageType.commandAmf0, payload: Uint8Array.of(0x0d) },
  { what: 'a command without a name', type: MessageType.commandAmf0, payload: Uint8Array.of(5) },
  { what: 'an empty command', type: MessageType.commandAmf3, payload: new Uint8Array(0) },
  {
    what: 'an aggregate that lies about its sizes',
    type: MessageType.aggregate,
    payload: Uint8Array.of(9, 255, 255, 255),
  },
  {
    what: 'an aggregate in an aggregate',
    type: MessageType.aggregate,
    payload: Uint8Array.of(22, ...new Uint8Array(14)),
  },
])('$what ends the connection in good order', async ({ type, payload }) => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('stream');
  client.send({ type, timestamp: 0, messageStreamId: messageStreamId(1), payload });
  await client.hears();
  expect(client.isClosed).toBe(true);
  expect(conversation.log.at('warn')[0]?.fields.code).toBe('invalid-message');
});

test('idle clients are told and sent away, if that is configured', async () => {
  const set = ['server.autoCloseIdleClients.enable=true', 'server.autoCloseIdleClients.maxIdleTime=10m'];
  const conversation = await Conversation.begin({ set, listens: true });
  const [idle, publisher] = [await conversation.connected(), await conversation.publisher('stream')];
  const player = await conversation.player('stream');
  const heard: string[] = [];
  for (let minute = 0; minute < 12; minute++) {
    publisher.video(minute, avc.key('k'));
    heard.push(...(await idle.hears()));
    await player.hears();
    await conversation.pass(60_000);
  }
  heard.push(...(await idle.hears()));
  expect(heard).toEqual(['onStatus NetConnection.Connect.IdleTimeOut']);
  expect([idle.isClosed, publisher.isClosed, player.isClosed]).toEqual([true, false, false]);
});

test('an instance without clients is unloaded in its time; a new client starts it again', async () => {
  const conversation = await Conversation.begin({ set: ['application.maxAppIdleTime=1m'], listens: true });
  const client = await conversation.connected('live/room');
  for (let i = 0; i < 4; i++) {
    await conversation.pass(30_000);
    await client.hears();
  }
  expect(conversation.instance('live/room')).toBeDefined();
  client.hangUp();
  await conversation.pass(59_000);
  expect(conversation.instance('live/room')).toBeDefined();
  await conversation.pass(11_000);
  expect(conversation.instance('live/room')).toBeUndefined();
  await conversation.publisher('stream', 'live/room');
});

test('a server that stops tells its clients', async () => {
  const conversation = await Conversation.begin({ listens: true });
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  await conversation.server.close();
  expect(await publisher.hears()).toEqual(['onStatus NetConnection.Connect.AppShutdown']);
  expect((await player.hears()).at(-1)).toBe('onStatus NetConnection.Connect.AppShutdown');
  expect([publisher.isClosed, player.isClosed]).toEqual([true, true]);
});

test('a new configuration holds for what is asked from now on, and drops nobody', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  await conversation.server.reconfigure(
    await conversation.configuration([
      'application.publish.allow=[]',
      'application.client.maxStreams=1',
      'application.client.bandwidth.serverToClient=1000000',
    ]),
  );
  publisher.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual(['video@1 0 key k1']);
  player.command('createStream', 9);
  player.command('publish', 0, ['other'], 1);
  const heard = await player.hears();
  expect(heard[0]).toBe('_error 9 NetConnection.Call.Failed');
  expect(heard.at(-1)).toBe('onStatus@1 NetStream.Publish.Denied');
  const newcomer = conversation.client();
  newcomer.connect('live');
  expect((await newcomer.hears())[0]).toBe('WindowAck 1000000');
});

test('who was not listened to for a while is not cut off for having been silent', async () => {
  const conversation = await Conversation.begin({ set: ['application.streamManager.live.ingest.maxRate=16KiB'] });
  const client = await conversation.publisher('stream');
  client.video(0, new Uint8Array(151 * 16 * 1024));
  await conversation.pass(149_000);
  expect(client.stream.isPaused).toBe(true);
  await conversation.pass(1000);
  expect(client.stream.isPaused).toBe(false);
  await conversation.pass(20_000);
  expect(client.isClosed).toBe(false);
});
