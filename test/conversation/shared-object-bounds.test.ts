import { expect, test } from 'vitest';
import type { AmfValue } from '../../src/amf/value.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import { Conversation } from '../support/conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const use: SharedObjectEvent = { event: 'use' };
const change = (...properties: [string, AmfValue][]): SharedObjectEvent => ({ event: 'requestChange', properties });

/** A client that uses an object and has heard what it is. */
async function user(conversation: Conversation, name: string): Promise<ScriptedClient> {
  const client = await conversation.connected('live', undefined, 0);
  client.object(name, 0, use);
  await client.hears();
  return client;
}

test('the bounds of objects: of one client, of an instance', async () => {
  const set = ['application.sharedObjManager.maxObjectsPerClient=1', 'application.sharedObjManager.maxObjects=2'];
  const conversation = await Conversation.begin({ set });
  const a = await user(conversation, 'a');
  a.object('b', 0, use);
  expect(await a.hears()).toEqual(['object b 0: status SharedObject.ObjectCreationFailed error']);
  await user(conversation, 'b');
  const c = await conversation.connected('live', undefined, 0);
  c.object('c', 0, use);
  c.object('a', 0, use);
  expect(await c.hears()).toEqual([
    'object c 0: status SharedObject.ObjectCreationFailed error',
    'object a 1: useSuccess, clear',
  ]);
});

test.each([
  ['maxProperties=1', 'y', 1],
  ['maxPropertySize=20', 'y', 'y'.repeat(20)],
  ['maxSize=1KiB', 'y', 'y'.repeat(1100)],
])('the bound of an object: %s', async (setting, name, value) => {
  const conversation = await Conversation.begin({ set: [`application.sharedObjManager.${setting}`] });
  const [a, b] = [await user(conversation, 'chat'), await user(conversation, 'chat')];
  a.object('chat', 1, change(['x', 1]));
  await a.hears();
  await b.hears();
  a.object('chat', 2, change([name, value]));
  expect([await a.hears(), await b.hears()]).toEqual([
    [`object chat 2: remove ${name}, status SharedObject.NoWriteAccess error`],
    [],
  ]);
});

test('the bound of a virtual host counts the objects of all its instances', async () => {
  const conversation = await Conversation.begin({
    conf: { '_defaultRoot_/_defaultVHost_/vhost.yaml': 'resourceLimits: {maxSharedObjects: 1}\n' },
  });
  const a = await conversation.connected('live/one', undefined, 0);
  a.object('chat', 0, use);
  expect(await a.hears()).toEqual(['object chat 1: useSuccess, clear']);
  const b = await conversation.connected('live/two', undefined, 0);
  b.object('chat', 0, use);
  expect(await b.hears()).toEqual(['object chat 0: status SharedObject.ObjectCreationFailed error']);
  a.object('chat', 1, { event: 'release' });
  await a.hears();
  b.object('chat', 0, use);
  expect(await b.hears()).toEqual(['object chat 1: useSuccess, clear']);
});

test('the bounds that hold where nothing is configured', async () => {
  const conversation = await Conversation.begin();
  await user(conversation, 'chat');
  expect(conversation.instance('live')!.sharedObjects.options).toEqual({
    ...{ maxProperties: 5000, maxPropertySize: 64 * 1024, maxSize: 8 * 1024 * 1024 },
    ...{ maxObjects: 20_000, maxObjectsPerClient: 256, maxChangeRate: 1000 },
    ...{ resyncDepth: Infinity, lockTimeOut: 10_000, autoCommit: true },
  });
});

test('a flood delays the client that floods, and nobody else', async () => {
  const conversation = await Conversation.begin({ set: ['application.sharedObjManager.maxChangeRate=10'] });
  const flooder = await user(conversation, 'chat');
  const other = await user(conversation, 'chat');
  for (let i = 1; i <= 40; i++) flooder.object('chat', i, change(['x', i]));
  const first = await other.hears();
  other.object('chat', 99, change(['y', 1]));
  expect(await other.hears()).toEqual([expect.stringContaining('success y')]);
  expect(first.join()).not.toContain('x=40');
  for (let i = 0; i < 60; i++) await conversation.pass(100);
  expect((await other.hears()).join()).toContain('x=40');
});

test('a client that does not listen is disconnected, and the others go on', async () => {
  const conversation = await Conversation.begin({ set: ['application.client.msgQueue.live.maxSize=256KiB'] });
  const writer = await user(conversation, 'chat');
  const deaf = await user(conversation, 'chat');
  const good = await user(conversation, 'chat');
  deaf.stream.take(0);
  for (let i = 1; i <= 16; i++) {
    writer.object('chat', i, change(['x', 'x'.repeat(20_000)]));
    await writer.hears();
  }
  expect([deaf.isClosed, good.isClosed]).toEqual([true, false]);
  expect(await good.hears()).toHaveLength(16);
});
