import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { Conversation } from '../support/conversation.js';
import { avc } from '../support/media-payloads.js';
import { membersOf } from '../support/transcript.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const STARTED = ['onStatus@1 NetStream.Publish.Start'];

test('publish is answered with Publish.Start', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('publish', 5, ['stream', 'live'], 1);
  const [answer, ...rest] = await client.messages();
  expect(rest).toEqual([]);
  const { name, transactionId, commandObject, args } = decodeCommand(answer!);
  expect({ name, transactionId, commandObject, stream: answer!.messageStreamId }).toEqual({
    name: 'onStatus',
    transactionId: 0,
    commandObject: null,
    stream: 1,
  });
  expect(membersOf(args[0])).toEqual({
    level: 'status',
    code: 'NetStream.Publish.Start',
    description: 'stream is now published.',
    clientid: 'client-1',
  });
});

test('the type may be left out', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('publish', 0, ['stream'], 1);
  expect(await client.hears()).toEqual(STARTED);
});

test('the query is no part of the name, and in no log', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.player('stream');
  const client = await conversation.connected();
  client.command('publish', 0, ['stream?key=SECRET&x=1', 'live'], 1);
  client.video(0, avc.key('k1'));
  expect(await client.hears()).toEqual(STARTED);
  expect(await player.hears()).toContain('video@1 0 key k1');
  expect(conversation.log.text).not.toContain('SECRET');
});

test.each([
  '',
  '../../etc/passwd',
  '..\\..\\x',
  '%2e%2e/x',
  '%252e%252e/x',
  '/abs',
  'C:\\x',
  'C:x',
  '\\\\unc\\x',
  'a\u0000',
  'a\r\nb',
  '\u001b[31m',
  '\u202eevil',
  'CON',
  'a.',
  'a ',
  'a//b',
  'x'.repeat(10_000),
  'bad*name?key=SECRET',
  7,
  null,
  undefined,
  true,
  new AmfObject(),
])('a name that is none (%#)', async (name) => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('publish', 0, [name], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
  const [line] = conversation.log.at('warn');
  expect(line?.fields).toMatchObject({ client: 'client-1', rule: expect.any(String) as string, reason: 'bad-name' });
  expect(line?.fields.stream).not.toMatch(/SECRET|[^ -~…]/);
  expect(JSON.stringify(line).length).toBeLessThan(1000);
});

test('a name that is taken by somebody who answers the ping', async () => {
  const conversation = await Conversation.begin();
  const first = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  await first.hears();
  expect(await second.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
  first.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual(['video@1 0 key k1']);
  expect(conversation.log.at('warn')).toMatchObject([
    { fields: { rule: expect.stringContaining('client-1') as string } },
  ]);
  second.command('publish', 0, ['another'], 1);
  expect(await second.hears()).toEqual(STARTED);
});

test('a name whose publisher does not answer within publishTimeout', async () => {
  const conversation = await Conversation.begin();
  const first = await conversation.publisher('stream');
  first.answersPings = false;
  const player = await conversation.player('stream');
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  expect(await first.hears()).toEqual(['PingRequest']);
  await conversation.pass(1999);
  expect(await second.hears()).toEqual([]);
  await conversation.pass(1);
  expect(await second.hears()).toEqual(STARTED);
  expect(first.isClosed).toBe(true);
  second.video(0, avc.inter('p0'));
  second.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual(['video@1 0 key k1']);
});

test('the old publisher’s end does not end the new one, and streams are counted right', async () => {
  const conversation = await Conversation.begin({ set: ['application.resourceLimits.maxStreams=1'] });
  const first = await conversation.publisher('stream');
  first.answersPings = false;
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  await conversation.pass(2000);
  expect(await second.hears()).toEqual(STARTED);
  second.video(0, avc.key('k1'));
  await second.hears();
  expect(conversation.instance('live')?.streams.find('stream')?.publisher?.clientId).toBe('client-2');
  const third = await conversation.connected();
  third.command('publish', 0, ['other'], 1);
  expect(await third.hears()).toEqual(['onStatus@1 NetStream.Publish.Denied']);
  second.command('closeStream', 0, [], 1);
  await second.hears();
  third.command('publish', 0, ['other'], 1);
  expect(await third.hears()).toEqual(STARTED);
});

test('two wait for the name of a dead publisher: one gets it', async () => {
  const conversation = await Conversation.begin();
  const dead = await conversation.publisher('stream');
  dead.answersPings = false;
  const [one, two] = [await conversation.connected(), await conversation.connected()];
  one.command('publish', 0, ['stream'], 1);
  two.command('publish', 0, ['stream'], 1);
  await conversation.pass(2000);
  const heard = [await one.hears(), await two.hears(), await one.hears(), await two.hears()].flat();
  expect(heard.sort()).toEqual(['onStatus@1 NetStream.Publish.BadName', 'onStatus@1 NetStream.Publish.Start']);
});

test('with publishTimeout 0 a name that is taken stays taken', async () => {
  const conversation = await Conversation.begin({ set: ['application.streamManager.live.publishTimeout=0s'] });
  const first = await conversation.publisher('stream');
  first.answersPings = false;
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  expect(await second.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
  expect(await first.hears()).toEqual([]);
});

test('whoever waits for a name and goes away does not get it', async () => {
  const conversation = await Conversation.begin();
  const first = await conversation.publisher('stream');
  first.answersPings = false;
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  await second.hears();
  second.hangUp();
  await conversation.pass(2000);
  expect(conversation.instance('live')?.streams.size).toBe(0);
  expect(conversation.instance('live')?.clients.size).toBe(0);
});

test('publishing from where it is not allowed', async () => {
  const conversation = await Conversation.begin({ set: ['application.publish.allow=[loopback]'] });
  const client = await conversation.connected('live', '192.0.2.7');
  client.command('publish', 0, ['stream'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Denied']);
  expect(conversation.log.at('warn')).toMatchObject([
    { fields: { address: '192.0.2.7', client: 'client-1', app: 'live/_definst_', stream: 'stream' } },
  ]);
  client.video(0, avc.key('k1'));
  expect(await client.hears()).toEqual([]);
  expect(conversation.instance('live')?.streams.size).toBe(0);
});

const ENDS: readonly { how: string; command: Parameters<ScriptedClient['command']>; answer: boolean }[] = [
  { how: 'publish(false)', command: ['publish', 0, [false], 1], answer: true },
  { how: 'closeStream', command: ['closeStream', 0, [], 1], answer: true },
  { how: 'deleteStream', command: ['deleteStream', 0, [1], 0], answer: false },
];

test.each(ENDS)('$how ends publishing', async ({ command, answer }) => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  client.command(...command);
  expect(await client.hears()).toEqual(answer ? ['onStatus@1 NetStream.Unpublish.Success'] : []);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
  client.video(0, avc.key('late'));
  expect(await player.hears()).toEqual([]);
});

test.each(['LIVE', 'constructor', 7, null])('type %j is none', async (type) => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('publish', 0, ['stream', type], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
});

test('a NetStream publishes one name after the other', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('one');
  const [one, two] = [await conversation.player('one'), await conversation.player('two')];
  client.command('publish', 0, ['two'], 1);
  client.video(0, avc.key('k1'));
  expect(await client.hears()).toEqual(STARTED);
  expect(await one.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
  expect((await two.hears()).at(-1)).toBe('video@1 0 key k1');
});

test('publishing the same name again on the same NetStream', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('stream');
  client.command('publish', 0, ['stream'], 1);
  expect(await client.hears()).toEqual(STARTED);
});

test('two NetStreams of one connection publish, and a third plays one of them', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected('live', '127.0.0.1', 3);
  client.command('publish', 0, ['one'], 1);
  client.command('publish', 0, ['two'], 2);
  client.command('play', 0, ['two'], 3);
  await client.hears();
  client.video(0, avc.key('of one'), 1);
  client.video(7, avc.key('of two'), 2);
  expect(await client.hears()).toEqual(['video@3 7 key of two']);
  client.hangUp();
});

test('a publisher that plays its own stream leaves nothing behind', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected('live', '127.0.0.1', 2);
  client.command('play', 0, ['stream'], 2);
  client.command('publish', 0, ['stream'], 1);
  client.video(0, avc.key('k1'), 1);
  expect(await client.hears()).toContain('video@2 0 key k1');
});

test('a connection that breaks unpublishes', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  client.hangUp(new Error('ECONNRESET'));
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
});

test('a publisher slowed down by its rate still counts as there', async () => {
  const conversation = await Conversation.begin({ set: ['application.streamManager.live.ingest.maxRate=16KiB'] });
  const first = await conversation.publisher('stream');
  first.video(0, new Uint8Array(200_000));
  await conversation.pass(0);
  expect(first.stream.isPaused).toBe(true);
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  await conversation.pass(2000);
  expect(await second.hears()).toEqual(['onStatus@1 NetStream.Publish.BadName']);
});
