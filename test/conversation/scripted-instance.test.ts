import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import { applicationOperations } from '../../src/script/host/application-operations.js';
import { clientOperations } from '../../src/script/host/client-operations.js';
import { ScriptedInstance } from '../../src/script/host/scripted-instance.js';
import { pack, unpack } from '../../src/script/protocol/pack.js';
import type { ClientRecord } from '../../src/script/protocol/script-events.js';
import { ScriptError } from '../../src/script/script-error.js';
import { Conversation } from '../support/conversation.js';
import { FakeScriptThread } from '../support/fake-script-thread.js';
import { avc } from '../support/media-payloads.js';

/** A server whose instances run on a thread that does what the test says. */
async function withThread(set: readonly string[] = []) {
  const thread = new FakeScriptThread();
  const conversation = await Conversation.begin({
    set,
    script: (path) =>
      new ScriptedInstance(path, {
        logger: conversation.log,
        open: thread.open,
        serve: (instance) => ({
          handlers: { ...applicationOperations(instance).handlers, ...clientOperations(instance).handlers },
          close: () => undefined,
        }),
      }),
  });
  return { thread, conversation };
}

test('a script is told of everything that its instance is asked, in order', async () => {
  const { thread, conversation } = await withThread();
  thread.answers.publish = thread.answers.play = () => undefined;
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  for (const client of [player, publisher]) {
    client.hangUp();
    await conversation.pass(0);
  }
  expect(thread.events).toEqual([
    'load',
    'start',
    'connect client-1',
    'publish client-1',
    'connect client-2',
    'play client-2',
    ...['stop client-2', 'disconnect client-2', 'unpublish client-1', 'disconnect client-1'],
  ]);
});

test('a script is not asked what it does not handle', async () => {
  const { thread, conversation } = await withThread();
  thread.answers.start = () => ({ handles: ['connect'] });
  const client = await conversation.publisher('stream');
  client.command('method', 5);
  client.command('getStreamLength', 6, ['film']);
  expect(await client.hears()).toEqual(['_error 5 NetConnection.Call.Failed', '_result 6 0']);
  client.hangUp();
  await conversation.pass(0);
  expect(thread.events).toEqual(['load', 'start', 'connect client-1']);
});

test('a client as its script sees it', async () => {
  const { thread, conversation } = await withThread(['application.client.access.readAccess=[news]']);
  let seen: { record: ClientRecord; args: unknown } | undefined;
  thread.answers.connect = (record, args) => {
    seen = { record, args: unpack(args) };
    return { answer: 'accept' };
  };
  const client = conversation.client('192.0.2.7');
  client.connect('live?room=1', { flashVer: 'WIN 9,0,115,0', pageUrl: 'http://page/' }, 'user', AmfObject.of({ a: 1 }));
  await conversation.pass(0);
  expect(seen).toMatchObject({
    record: { id: 'client-1', ip: '192.0.2.7', agent: 'WIN 9,0,115,0', query: 'room=1', readAccess: 'news' },
    args: ['user', AmfObject.of({ a: 1 })],
  });
});

test.each<{ name: string; answer: () => unknown; description: string }>([
  { name: 'refuses', answer: () => ({ answer: 'reject', description: 'Not you.' }), description: 'Not you.' },
  { name: 'says nothing', answer: () => ({ answer: 'reject', description: '' }), description: 'Connection failed.' },
  {
    name: 'throws',
    answer: () => Promise.reject(new ScriptError('failed', 'x is undefined')),
    description: 'The application failed to answer.',
  },
])('a script that $name', async ({ answer, description }) => {
  const { thread, conversation } = await withThread();
  thread.answers.connect = answer;
  const client = conversation.client();
  client.connect('live');
  expect(await client.hears()).toEqual(['_error 1 NetConnection.Connect.Rejected', 'close 0']);
  expect(conversation.log.at('warn')).toMatchObject([{ fields: { description } }]);
});

test('a script may refuse to have something published or played', async () => {
  const { thread, conversation } = await withThread();
  thread.answers.publish = thread.answers.play = (_client, { name }) => (name === 'free' ? undefined : 'No.');
  const client = await conversation.connected();
  for (const [command, heard] of [
    ['publish', 'onStatus@1 NetStream.Publish.Denied'],
    ['play', 'onStatus@1 NetStream.Play.Failed'],
  ] as const) {
    client.command(command, 0, ['secret'], 1);
    expect(await client.hears()).toEqual([heard]);
  }
  client.command('publish', 0, ['free'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Start']);
});

test('values pass to a method and back', async () => {
  const { thread, conversation } = await withThread();
  thread.answers.call = (_client, method, args) => ({
    answer: 'result',
    value: pack(AmfObject.of({ method, first: unpack(args)[0], second: unpack(args)[1] })),
  });
  const client = await conversation.connected();
  client.command('echo', 5, ['a', AmfObject.of({ b: 2 })]);
  expect(await client.hears()).toEqual(['_result 5 {method: "echo", first: "a", second: {b: 2}}']);
});

test('a script that cannot be loaded lets nobody in, and the log says why', async () => {
  const { thread, conversation } = await withThread();
  conversation.expectErrors();
  thread.problem = 'main.asc:3: missing )';
  const client = conversation.client();
  client.connect('live');
  expect(await client.hears()).toEqual(['_error 1 NetConnection.Connect.Rejected', 'close 0']);
  expect(conversation.log.at('error')[0]).toMatchObject({ message: expect.stringContaining('main.asc:3') as string });
  expect(thread.events).toEqual(['load', 'unload live/_definst_#1']);
  expect(thread.isReleased).toBe(true);
});

test('a thread that dies: clients are told, the log says why, and the next starts anew', async () => {
  const { thread, conversation } = await withThread();
  conversation.expectErrors();
  const client = await conversation.connected();
  thread.die('out of memory');
  expect(await client.hears()).toEqual(['onStatus NetConnection.Connect.AppShutdown']);
  expect(conversation.log.at('error')[0]!.message).toContain('out of memory');
  await conversation.connected();
  expect(thread.events.slice(-3)).toEqual(['load', 'start', 'connect client-2']);
});

test('a client that leaves while the script thinks is told of at once, and its answer does not matter', async () => {
  const { thread, conversation } = await withThread();
  let accept: (answer: object) => void = () => undefined;
  thread.answers.connect = () => new Promise((resolve) => (accept = resolve));
  const client = conversation.client();
  client.connect('live');
  await conversation.pass(0);
  client.hangUp();
  await conversation.pass(0);
  expect(thread.events.at(-1)).toBe('disconnect client-1');
  accept({ answer: 'accept' });
  await conversation.pass(0);
  expect(thread.events.filter((event) => event === 'disconnect client-1')).toHaveLength(1);
});

test('a script calls its clients, and hears what they answer', async () => {
  const { thread, conversation } = await withThread();
  const client = await conversation.connected();
  const call = thread.operations['client.call']!;
  const answer = call('client-1', 'question', pack('why'), true);
  expect(await client.hears()).toEqual(['question 1 "why"']);
  client.command('_result', 1, ['because']);
  expect(await answer).toEqual({ answer: 'result', value: pack('because') });
  const refused = call('client-1', 'question', pack('why not'), true);
  await client.hears();
  client.command('_error', 2, [AmfObject.of({ description: 'Never.', application: AmfObject.of({ code: 7 }) })]);
  expect(await refused).toMatchObject({
    answer: 'error',
    description: 'Never.',
    info: pack(AmfObject.of({ code: 7 })),
  });
  await call('client-1', 'news', pack('today', 1), false);
  expect(await client.hears()).toEqual(['news 0 "today" 1']);
  await expect(call('nobody', 'news', pack(), true)).rejects.toThrow('the client is gone');
});

test('a script reads and sets what a client may do', async () => {
  const { thread, conversation } = await withThread();
  const client = await conversation.connected();
  const operations = thread.operations;
  void operations['client.setAccess']!('client-1', 'writeAccess', '');
  client.command('publish', 0, ['stream'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Denied']);
  expect(operations['client.bandwidthLimit']!('client-1')).toEqual({
    clientToServer: 2_500_000,
    serverToClient: 2_500_000,
  });
  void operations['client.setBandwidthLimit']!('client-1', 50_000, 0);
  expect(operations['client.bandwidthLimit']!('client-1')).toEqual({
    clientToServer: 2_500_000,
    serverToClient: 50_000,
  });
  expect(await client.hears()).toEqual(['WindowAck 50000', 'SetPeerBandwidth 2500000 dynamic']);
});

test('a client that a script gives less bandwidth loses frames', async () => {
  const { thread, conversation } = await withThread();
  thread.answers.publish = thread.answers.play = () => undefined;
  const publisher = await conversation.publisher('stream');
  await conversation.player('stream');
  void thread.operations['client.setBandwidthLimit']!('client-2', 1000, 0);
  publisher.video(0, avc.header('sps'));
  for (let i = 0; i < 100; i++)
    publisher.video(i * 40, i === 0 ? avc.key('k'.repeat(500)) : avc.inter('i'.repeat(500)));
  await conversation.pass(100);
  for (let i = 100; i < 200; i++) publisher.video(i * 40, avc.inter('i'.repeat(500)));
  await conversation.pass(100);
  const statistics = await thread.operations['client.stats']!('client-2');
  expect(statistics!.msg_dropped).toBeGreaterThan(0);
  expect(statistics!.dropped_video_msgs).toBe(statistics!.msg_dropped);
});

test('what a script learns of its clients and its instance in numbers', async () => {
  const { thread, conversation } = await withThread();
  const [client, other] = [await conversation.connected(), await conversation.connected()];
  expect(thread.operations['client.ping']!('client-1')).toBe(true);
  await conversation.pass(25);
  await client.hears();
  other.hangUp();
  await conversation.pass(0);
  const statistics = await thread.operations['client.stats']!('client-1');
  expect(statistics).toMatchObject({ client_id: 'client-1', msg_in: 2, ping_rtt: 25, msg_dropped: 0 });
  expect(Number(statistics!.bytes_in)).toBeGreaterThan(3073);
  const totals = await thread.operations['application.stats']!();
  expect(totals).toMatchObject({ total_connects: 2, total_disconnects: 1 });
  expect(Number(totals.bytes_in)).toBeGreaterThan(Number(statistics!.bytes_in));
  expect(thread.operations['client.stats']!('client-2')).toBeUndefined();
  expect(thread.operations['client.ping']!('client-2')).toBe(false);
});

test('a script has the bandwidth of a client measured', async () => {
  const { thread, conversation } = await withThread();
  const client = await conversation.connected();
  void thread.operations['client.checkBandwidth']!('client-1');
  expect((await client.hears())[0]).toBe('onBWCheck 1 ""');
});

test('a script disconnects a client', async () => {
  const { thread, conversation } = await withThread();
  const client = await conversation.connected();
  expect(thread.operations['application.disconnect']!('client-1')).toBe(true);
  expect(await client.hears()).toEqual(['onStatus NetConnection.Connect.Closed']);
  expect(thread.events.at(-1)).toBe('disconnect client-1');
  expect(thread.operations['application.disconnect']!('client-1')).toBe(false);
});

test('a script ends its instance, and is told before it ends', async () => {
  const { thread, conversation } = await withThread();
  const client = await conversation.connected();
  await thread.operations['application.shutdown']!();
  expect(await client.hears()).toEqual(['onStatus NetConnection.Connect.AppShutdown']);
  expect(thread.events.slice(-3)).toEqual([
    'disconnect client-1',
    'stopping Application.Shutdown',
    'unload live/_definst_#1',
  ]);
});

test('the streams that are published now', async () => {
  const { thread, conversation } = await withThread();
  thread.answers.publish = thread.answers.play = () => undefined;
  await conversation.publisher('stream');
  await conversation.player('empty');
  expect(thread.operations['application.streams']!()).toEqual(['stream']);
});
