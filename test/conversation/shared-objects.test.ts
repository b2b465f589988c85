import { expect, test, vi } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import type { Hook } from '../../src/application/hook.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import { Conversation } from '../support/conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const use: SharedObjectEvent = { event: 'use' };
const release: SharedObjectEvent = { event: 'release' };
const change = (...properties: [string, AmfValue][]): SharedObjectEvent => ({ event: 'requestChange', properties });
const remove = (...names: string[]): SharedObjectEvent => ({ event: 'requestRemove', names });
const send = (handler: string, ...args: AmfValue[]): SharedObjectEvent => ({ event: 'sendMessage', handler, args });

/** A client that uses an object and has heard what it is. */
async function user(conversation: Conversation, name: string): Promise<ScriptedClient> {
  const client = await conversation.connected('live', undefined, 0);
  client.object(name, 0, use);
  await client.hears();
  return client;
}

test.each([
  ['amf0', ''],
  ['amf3', ' amf3'],
] as const)('the whole life of an object in %s', async (encoding, tail) => {
  const conversation = await Conversation.begin();
  const a = await conversation.connected('live', undefined, 0);
  a.encoding = encoding;
  a.object('chat', 0, use);
  expect(await a.hears()).toEqual([`object chat 1: useSuccess, clear${tail}`]);
  const b = await conversation.connected('live', undefined, 0);
  b.encoding = encoding;
  b.object('chat', 0, use);
  expect(await b.hears()).toEqual([`object chat 1: useSuccess, clear${tail}`]);

  a.object('chat', 1, change(['x', 'hi'], ['y', AmfObject.of({ k: 1 })]));
  expect([await a.hears(), await b.hears()]).toEqual([
    [`object chat 2: success x, success y${tail}`],
    [`object chat 2: change x="hi", change y={k: 1}${tail}`],
  ]);
  b.object('chat', 2, send('show', 'all', 1));
  expect([await a.hears(), await b.hears()]).toEqual([
    [`object chat 2: sendMessage show "all" 1${tail}`],
    [`object chat 2: sendMessage show "all" 1${tail}`],
  ]);
  b.object('chat', 2, remove('x'));
  expect([await a.hears(), await b.hears()]).toEqual([
    [`object chat 3: remove x${tail}`],
    [`object chat 3: remove x${tail}`],
  ]);
  a.object('chat', 3, change(['y', 1]));
  b.object('chat', 3, change(['y', 2]));
  expect([await a.hears(), await b.hears()]).toEqual([
    [`object chat 4: success y${tail}`],
    [`object chat 4: change y=1, change y=1${tail}`],
  ]);
  b.object('chat', 4, release);
  a.object('chat', 4, change(['y', 3]));
  expect([await a.hears(), await b.hears()]).toEqual([[`object chat 5: success y${tail}`], []]);
  b.object('chat', 4, use);
  expect(await b.hears()).toEqual([`object chat 5: useSuccess, clear, change y=3${tail}`]);
});

test('clients of both encodings share an object, each hears its own', async () => {
  const conversation = await Conversation.begin();
  const a = await user(conversation, 'chat');
  const b = await conversation.connected('live', undefined, 0);
  b.encoding = 'amf3';
  b.object('chat', 0, use);
  await b.hears();
  b.object('chat', 1, change(['bytes', Uint8Array.of(1)], ['n', 7]));
  expect(await a.hears()).toEqual(['object chat 2: change bytes=Uint8Array, change n=7']);
  a.object('chat', 2, change(['n', 8]));
  expect(await b.hears()).toEqual(['object chat 2: success bytes, success n amf3', 'object chat 3: change n=8 amf3']);
});

test('use and first changes in one message; several objects on one connection', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected('live', undefined, 0);
  client.object('a/b', 0, use, change(['x', 1]));
  client.object('/a/b', 0, use);
  client.object('c', 0, use, use, send('hi'), release, change(['lost', 1]));
  expect(await client.hears()).toEqual(
    [
      'object a/b 1: useSuccess, clear, change x=1',
      'object a/b 1: success x, change x=1',
      'persistent a/b 1: useSuccess, clear',
    ].map((line) => expect.stringMatching(line.replace(/ \d+:/, ' \\d+:').replace('/', '\\/')) as string),
  );
  const objects = conversation.instance('live')!.sharedObjects.objects;
  expect([...objects.all()].map(({ name, persistent }) => [name, persistent])).toEqual([
    ['a/b', false],
    ['a/b', true],
  ]);
});

test('what several objects tell in one turn leaves in one write for each client', async () => {
  const conversation = await Conversation.begin();
  const writer = await user(conversation, 'a');
  const reader = await user(conversation, 'a');
  for (const client of [writer, reader]) client.object('b', 0, use);
  await writer.hears();
  await reader.hears();
  const writes = [writer, reader].map(({ stream }) => vi.spyOn(stream, 'write'));
  writer.object('a', 1, change(['x', 1]));
  writer.object('b', 1, change(['y', 1]));
  expect([await writer.hears(), await reader.hears()]).toEqual([
    ['object a 2: success x', 'object b 2: success y'],
    ['object a 2: change x=1', 'object b 2: change y=1'],
  ]);
  expect(writes.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

test('an object that is not persistent dies with its last user; disconnecting is leaving', async () => {
  const conversation = await Conversation.begin();
  const a = await user(conversation, 'chat');
  const b = await user(conversation, 'chat');
  a.object('chat', 1, change(['x', 1]));
  await a.hears();
  a.hangUp();
  const { objects } = conversation.instance('live')!.sharedObjects;
  expect(objects.find('chat', false)?.users).toBe(1);
  b.hangUp();
  expect(objects.size).toBe(0);
  const c = await conversation.connected('live', undefined, 0);
  c.object('chat', 0, use);
  expect(await c.hears()).toEqual(['object chat 1: useSuccess, clear']);
});

test('access: who may not read is refused; who may not write neither makes nor changes nor sends', async () => {
  const conversation = await Conversation.begin();
  const owner = await user(conversation, 'open/x');
  owner.object('open/x', 1, change(['x', 1]));
  await owner.hears();
  const client = await conversation.connected('live', undefined, 0);
  const known = [...conversation.instance('live')!.clients.values()].at(-1)!;
  known.readAccess = 'open;half';
  known.writeAccess = '';
  client.object('closed', 0, use);
  client.object('open/new', 0, use);
  client.object('open/x', 0, use);
  expect(await client.hears()).toEqual([
    'object closed 0: status SharedObject.NoReadAccess error',
    'object open/new 0: status SharedObject.NoWriteAccess error',
    'object open/x 2: useSuccess, clear, change x=1',
  ]);
  client.object('open/x', 2, change(['x', 2], ['y', 3]), send('hi'));
  expect(await client.hears()).toEqual([
    'object open/x 2: change x=1, remove y, status SharedObject.NoWriteAccess error',
  ]);
  expect(await owner.hears()).toEqual([]);
});

test('a hook is asked before an object is used', async () => {
  const asked: string[] = [];
  const hook: Hook = {
    name: 'test',
    async onSharedObject(_, name, persistent) {
      asked.push(`${name} ${persistent}`);
      await Promise.resolve();
      return name === 'secret' ? { rule: 'test', reason: 'denied', description: 'No.' } : undefined;
    },
  };
  const conversation = await Conversation.begin({ hooks: [hook] });
  const client = await conversation.connected('live', undefined, 0);
  client.object('/secret', 0, use);
  client.object('chat', 0, use);
  expect(await client.hears()).toEqual([
    'persistent secret 0: status SharedObject.NoReadAccess error',
    'object chat 1: useSuccess, clear',
  ]);
  expect(asked).toEqual(['secret true', 'chat false']);
});

test.each(['../etc/passwd', 'a//b', 'con', 'a:b'])('the name %j is refused', async (name) => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected('live', undefined, 0);
  client.object(name, 0, use);
  expect(await client.hears()).toEqual([`object ${name} 0: status SharedObject.ObjectCreationFailed error`]);
});

test('who comes back with a version from further back than resyncDepth hears everything', async () => {
  const conversation = await Conversation.begin({ set: ['application.sharedObjManager.resyncDepth=2'] });
  const a = await user(conversation, '/score');
  const b = await user(conversation, '/score');
  for (const [version, value] of [1, 2, 3].entries()) {
    a.object('/score', version + 1, change(['x', value], [`y${value}`, 1]));
    await a.hears();
  }
  const back = async (version: number): Promise<string[]> => {
    b.object('/score', 4, release);
    await b.hears();
    b.object('/score', version, use);
    return b.hears();
  };
  expect(await back(2)).toEqual(['persistent score 4: useSuccess, change x=3, change y2=1, change y3=1']);
  expect(await back(1)).toEqual([
    'persistent score 4: useSuccess, clear, change x=3, change y1=1, change y2=1, change y3=1',
  ]);
});

test('a persistent object is there for who comes after everybody has left, with what changed since', async () => {
  const conversation = await Conversation.begin();
  const a = await user(conversation, '/score');
  a.object('/score', 1, change(['x', 1], ['y', 1]));
  expect(await a.hears()).toEqual(['persistent score 2: success x, success y']);
  a.object('/score', 2, remove('x'), change(['z', 1]));
  expect(await a.hears()).toEqual(['persistent score 3: remove x, success z']);
  a.object('/score', 3, change(['y', 2]));
  await a.hears();
  a.hangUp();
  expect(conversation.instance('live')!.sharedObjects.objects.size).toBe(0);
  const b = await conversation.connected('live', undefined, 0);
  b.object('/score', 3, use);
  expect(await b.hears()).toEqual([expect.stringMatching(/^persistent score \d+: useSuccess, change y=2$/)]);
  const c = await conversation.connected('live', undefined, 0);
  c.object('/score', 0, use);
  expect(await c.hears()).toEqual([
    expect.stringMatching(/^persistent score \d+: useSuccess, clear, change y=2, change z=1$/),
  ]);
});

test('what only a server says is ignored from a client; what is no shared object message ends the connection', async () => {
  const conversation = await Conversation.begin();
  const client = await user(conversation, 'chat');
  client.object(
    'chat',
    1,
    { event: 'clear' },
    { event: 'change', properties: [['x', 1]] },
    { event: 'success', names: ['x'] },
    { event: 'useSuccess' },
    { event: 'status', code: 'x', level: 'y' },
  );
  client.object('never used', 1, change(['x', 1]));
  expect(await client.hears()).toEqual([]);
  client.send({ type: 19, timestamp: 0, messageStreamId: 0 as never, payload: Uint8Array.of(0, 9, 1) });
  await client.hears();
  expect(client.isClosed).toBe(true);
});

test('the administration sees objects as plain values', async () => {
  const conversation = await Conversation.begin();
  const a = await user(conversation, 'chat');
  a.object('chat', 1, change(['x', 1]), send('hi'));
  await a.hears();
  const { objects } = conversation.instance('live')!.sharedObjects;
  expect(objects.find('chat', false)?.counts.snapshot).toEqual({ changes: 1, rejected: 0, refused: 0, messages: 1 });
});
