import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { Conversation } from '../support/conversation.js';
import { membersOf } from '../support/transcript.js';

test('createStream gives ids from 1, and those that deleteStream frees', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected('live', undefined, 0);
  client.command('createStream', 2);
  client.command('createStream', 3);
  client.command('createStream', 4);
  expect(await client.hears()).toEqual(['_result 2 1', '_result 3 2', '_result 4 3']);
  client.command('deleteStream', 5, [2]);
  client.command('createStream', 6);
  expect(await client.hears()).toEqual(['_result 6 2']);
});

test.each([0, 7, -1, NaN, Infinity, 1.5, 4_294_967_297, '1', null, undefined])(
  'deleteStream of what is no stream of the client: %s',
  async (id) => {
    const conversation = await Conversation.begin();
    const client = await conversation.publisher('stream');
    client.command('deleteStream', 0, [id]);
    expect(await client.hears()).toEqual([]);
    expect(conversation.instance('live')?.streams.size).toBe(1);
  },
);

test('one connection may hold so many NetStreams', async () => {
  const conversation = await Conversation.begin({ set: ['application.client.maxStreams=2'] });
  const client = await conversation.connected('live', undefined, 2);
  client.command('createStream', 9);
  expect(await client.hears()).toEqual(['_error 9 NetConnection.Call.Failed']);
  client.command('deleteStream', 0, [1]);
  client.command('createStream', 10);
  expect(await client.hears()).toEqual(['_result 10 1']);
});

test('all connections of a virtual host together may hold so many', async () => {
  const conversation = await Conversation.begin({ set: ['vhost.resourceLimits.maxStreams=2'] });
  const [one, two] = [await conversation.connected(), await conversation.connected()];
  two.command('createStream', 9);
  expect(await two.hears()).toEqual(['_error 9 NetConnection.Call.Failed']);
  one.hangUp();
  two.command('createStream', 10);
  expect(await two.hears()).toEqual(['_result 10 2']);
});

test.each(['nobody', 'constructor', '__defineGetter__', '__proto__', 'toString', 'hasOwnProperty', 'onAppStart', ''])(
  'a method that nobody has: %s',
  async (method) => {
    const conversation = await Conversation.begin();
    const client = await conversation.connected();
    client.command(method, 7);
    client.command(method, 0);
    client.command(method, 8, [], 1);
    expect(await client.hears()).toEqual(['_error 7 NetConnection.Call.Failed', '_error 8 NetConnection.Call.Failed']);
  },
);

test.each(['publish', 'play', 'pause', 'seek', 'closeStream', 'receiveAudio'])(
  '%s on a NetStream that there is not',
  async (command) => {
    const conversation = await Conversation.begin();
    const client = await conversation.connected();
    client.command(command, 7, ['stream'], 5);
    client.command(command, 0, ['stream'], 5);
    client.command(command, 8, ['stream'], 0);
    expect(await client.hears()).toEqual(['_error 7 NetConnection.Call.Failed', '_error 8 NetConnection.Call.Failed']);
  },
);

test('what an encoder says before and after', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected('live', undefined, 0);
  client.command('releaseStream', 2, ['stream']);
  client.command('FCPublish', 3, ['stream']);
  client.command('createStream', 4);
  client.command('FCUnpublish', 5, ['stream']);
  expect(await client.hears()).toEqual([
    '_result 2 undefined',
    '_result 3 undefined',
    'onFCPublish 0 NetStream.Publish.Start',
    '_result 4 1',
    '_result 5 undefined',
    'onFCUnpublish 0 NetStream.Unpublish.Success',
  ]);
});

test('GStreamer asks with transaction id 0 and wants the same to happen', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('releaseStream', 0, ['stream']);
  client.command('FCPublish', 0, ['stream']);
  client.command('publish', 0, ['stream', 'live'], 1);
  client.command('getStreamLength', 0, ['stream']);
  expect(await client.hears()).toEqual(['onFCPublish 0 NetStream.Publish.Start', 'onStatus@1 NetStream.Publish.Start']);
});

test('players of content delivery networks subscribe', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('FCSubscribe', 3, ['stream']);
  client.command('FCSubscribe', 0, ['stream']);
  client.command('FCUnsubscribe', 4, ['stream']);
  expect(await client.hears()).toEqual([
    '_result 3 undefined',
    'onFCSubscribe 0 NetStream.Play.Start',
    'onFCSubscribe 0 NetStream.Play.Start',
    '_result 4 undefined',
    'onFCUnsubscribe 0 NetStream.Play.Stop',
  ]);
});

test.each(['FCPublish', 'FCUnpublish', 'FCSubscribe', 'FCUnsubscribe'])(
  '%s with a name that is no text is not echoed',
  async (command) => {
    const conversation = await Conversation.begin();
    const client = await conversation.connected();
    client.encoding = 'amf3';
    client.command(command, 0, [Uint8Array.of(1, 2, 3)]);
    client.command(command, 0, [new AmfObject('', [['code', 'fake']])]);
    client.command(command, 0);
    const infos = (await client.messages()).map((message) => membersOf(decodeCommand(message).args[0]));
    expect(infos.map(({ description }) => description)).toEqual(['', '', '']);
  },
);

test('a live stream has no length', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('stream');
  client.command('getStreamLength', 3, ['stream']);
  expect(await client.hears()).toEqual(['_result 3 0']);
});

test('initStream needs no answer', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('initStream', 0, [1]);
  expect(await client.hears()).toEqual([]);
});

test('answers that nobody asked for are ignored', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('_result', 99, [1]);
  client.command('_error', 0, []);
  expect(await client.hears()).toEqual([]);
});

test('commands beyond the rate wait, and are answered in the end', async () => {
  const conversation = await Conversation.begin({ set: ['adaptor.rtmp.maxCommandsPerSecond=10'] });
  const client = await conversation.connected();
  for (let i = 0; i < 18; i++) client.command('getStreamLength', 100 + i, ['x']);
  const first = await client.hears();
  expect(first.length).toBeLessThan(12);
  expect(client.stream.isPaused).toBe(true);
  const later: string[] = [];
  for (let i = 0; i < 20; i++) {
    await conversation.pass(100);
    later.push(...(await client.hears()));
  }
  expect([...first, ...later]).toEqual(Array.from({ length: 18 }, (_, i) => `_result ${100 + i} 0`));
  expect(client.stream.isPaused).toBe(false);
});

test('whoever waits because of the rate and goes away leaves no timer', async () => {
  const conversation = await Conversation.begin({ set: ['adaptor.rtmp.maxCommandsPerSecond=1'] });
  const client = await conversation.connected();
  for (let i = 0; i < 5; i++) client.command('getStreamLength', 100 + i, ['x']);
  await client.hears();
  client.hangUp();
});

test('a client that asks and does not read is asked nothing more of, and cut off in the end', async () => {
  const conversation = await Conversation.begin({ set: ['adaptor.rtmp.maxCommandsPerSecond=-1'] });
  const client = await conversation.connected();
  client.stream.take(0);
  const name = 'x'.repeat(10_000);
  for (let i = 0; i < 200; i++) client.command('FCPublish', 100 + i, [name]);
  await conversation.pass(0);
  expect(client.stream.queuedBytes).toBeLessThan(300_000);
  expect(client.stream.isPaused).toBe(true);
  await conversation.pass(200_000);
  expect(client.isClosed).toBe(true);
});

test('and one that reads on is answered everything', async () => {
  const conversation = await Conversation.begin({ set: ['adaptor.rtmp.maxCommandsPerSecond=-1'] });
  const client = await conversation.connected();
  client.stream.take(0);
  for (let i = 0; i < 200; i++) client.command('FCPublish', 100 + i, ['x'.repeat(10_000)]);
  client.stream.take(Infinity);
  expect((await client.hears()).filter((line) => line.startsWith('_result'))).toHaveLength(200);
});
