import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import type { Client } from '../../src/application/client.js';
import type { Hook } from '../../src/application/hook.js';
import { CallFailedError } from '../../src/netconnection/responders.js';
import { Conversation } from '../support/conversation.js';
import { outgoing } from '../support/outgoing-run.js';

function watching(): { hook: Hook; clients: Client[]; args: AmfValue[][] } {
  const clients: Client[] = [];
  const args: AmfValue[][] = [];
  const onConnect: Hook['onConnect'] = (client, _, given) => {
    clients.push(client);
    args.push([...given]);
    return undefined;
  };
  return { hook: { name: 'watching', onConnect }, clients, args };
}

test('the other server sees a server, with the arguments of connect and the query', async () => {
  const { hook, clients, args } = watching();
  const conversation = await Conversation.begin({ hooks: [hook] });
  const { run } = await outgoing(conversation, {
    uri: 'rtmp://server.example:1936/live/room?key=1',
    args: ['me', 7],
    fields: { swfUrl: 'http://origin.example/' },
  });
  expect(run.codes).toEqual(['NetConnection.Connect.Success']);
  expect(run.connection.isConnected).toBe(true);
  expect(args).toEqual([['me', 7]]);
  expect(clients.map(({ facts }) => facts)).toMatchObject([
    {
      agent: 'FlashCom/4.5.0 Afterglow',
      uri: 'rtmp://server.example:1936/live/room?key=1',
      query: 'key=1',
      referrer: 'http://origin.example/',
      objectEncoding: 3,
      isEncoder: false,
    },
  ]);
  expect(clients[0]!.facts.clientSeek).toBeUndefined();
  run.connection.close();
  run.connection.close();
  await conversation.pass(0);
  expect(run.codes).toEqual(['NetConnection.Connect.Success', 'NetConnection.Connect.Closed']);
  expect(conversation.instance('live/room')?.clients.size ?? 0).toBe(0);
});

test('a refusal is told with what the server says, and the connection is closed', async () => {
  const data = AmfObject.of({ why: 'full' });
  const refuse: Hook = {
    name: 'refusing',
    onConnect: () => ({ rule: 'none', reason: 'denied', description: 'Not today.', data }),
  };
  const conversation = await Conversation.begin({ hooks: [refuse] });
  const { run } = await outgoing(conversation);
  expect(run.codes).toEqual(['NetConnection.Connect.Rejected', 'NetConnection.Connect.Closed']);
  expect(run.infos[0]!.get('description')).toBe('Not today.');
  expect((run.infos[0]!.get('application') as AmfObject).get('why')).toBe('full');
  expect(run.connection.isClosed).toBe(true);
  expect(run.wasConnected).toBe(false);
});

test('a server that closes the connection, and one that is not there any more', async () => {
  const { hook, clients } = watching();
  const conversation = await Conversation.begin({ hooks: [hook], set: ['adaptor.rtmp.pingPeriod=0'] });
  const { run } = await outgoing(conversation);
  clients[0]!.connection.shutdown('Bye.');
  await conversation.pass(0);
  expect(run.codes.slice(1)).toEqual(['NetConnection.Connect.AppShutdown', 'NetConnection.Connect.Closed']);
  expect(run.infos.at(-1)!.get('description')).toBe('The server closed the connection.');

  const { run: silent, near } = await outgoing(conversation);
  // It answers a ping, and then nothing gets through to us any more.
  await conversation.pass(11_000);
  near().holdUp(true);
  await conversation.pass(200_000);
  expect(silent.codes.slice(1)).toEqual(['NetConnection.Connect.Closed']);
  expect(silent.infos.at(-1)!.get('description')).toBe('The server does not answer any more.');
});

test('calls to the server, answered with a value or an error, and after the end by nobody', async () => {
  const conversation = await Conversation.begin();
  const { run } = await outgoing(conversation);
  expect(await during(conversation, run.connection.call('getStreamLength', 'nothing'))).toBe(0);
  const failed = run.connection.call('nosuch').catch((error: unknown) => error);
  const error = (await during(conversation, failed)) as CallFailedError;
  expect(error).toBeInstanceOf(CallFailedError);
  expect((error.info as AmfObject).get('code')).toBe('NetConnection.Call.Failed');
  expect(run.connection.notify('nosuch')).toBe(true);

  const unanswered = run.connection
    .call('getStreamLength', 'other')
    .catch((error: unknown) => (error as Error).message);
  run.connection.close();
  expect(await unanswered).toBe('the server is gone');
  await expect(run.connection.call('x')).rejects.toThrow('the connection is not open');
  expect(run.connection.notify('x')).toBe(false);
});

test.each([0, 3] as const)('calls of the server with objectEncoding %i', async (objectEncoding) => {
  const { hook, clients } = watching();
  const conversation = await Conversation.begin({ hooks: [hook] });
  const { run } = await outgoing(conversation, { objectEncoding });
  const { connection } = clients[0]!;

  run.answer = { answer: 'result', value: AmfObject.of({ x: 1 }) };
  const value = (await during(conversation, connection.call('sum', 1, 2))) as AmfObject;
  expect(value.get('x')).toBe(1);
  run.answer = { answer: 'error', description: 'no', info: AmfObject.of({ n: 5 }) };
  const refused = connection.call('sum').catch((error: unknown) => error);
  const { info } = (await during(conversation, refused)) as CallFailedError;
  expect((info as AmfObject).get('description')).toBe('no');
  run.answer = { answer: 'absent' };
  const absent = connection.call('nosuch').catch((error: unknown) => error);
  expect(((await during(conversation, absent)) as CallFailedError).info).toMatchObject(
    AmfObject.of({
      level: 'error',
      code: 'NetConnection.Call.Failed',
      description: 'Method not found (nosuch).',
    }),
  );
  expect(run.calls).toEqual(['sum 1 2', 'sum', 'nosuch']);
});

test('bytes go through with objectEncoding 3', async () => {
  const { hook, clients } = watching();
  const conversation = await Conversation.begin({ hooks: [hook] });
  const { run } = await outgoing(conversation, { objectEncoding: 3 });
  run.answer = { answer: 'result', value: Uint8Array.of(1, 2) };
  expect(await during(conversation, clients[0]!.connection.call('bytes'))).toEqual(Uint8Array.of(1, 2));
});

test('a value that AMF has no words for is told to whoever sends it, and is no answer', async () => {
  const { hook, clients } = watching();
  const conversation = await Conversation.begin({ hooks: [hook] });
  const { run } = await outgoing(conversation, { objectEncoding: 0 });
  const unspeakable = AmfObject.of({ ['x'.repeat(70_000)]: 1 });
  await expect(run.connection.call('x', unspeakable)).rejects.toThrow('AMF0 has no form');
  run.answer = { answer: 'result', value: unspeakable };
  const refused = clients[0]!.connection.call('y').catch((error: unknown) => error);
  const { info } = (await during(conversation, refused)) as CallFailedError;
  expect((info as AmfObject).get('description')).toBe('The answer of y cannot be sent.');
});

test('shared objects of the other server, before it is connected and after', async () => {
  const conversation = await Conversation.begin();
  const { run } = await outgoing(conversation);
  const heard: string[] = [];
  const listener = {
    connected: () => heard.push('connected'),
    receive: ({ events, version }: { events: readonly { event: string }[]; version: number }) =>
      heard.push(...events.map(({ event }) => `${event} ${version}`)),
    closed: () => heard.push('closed'),
  };
  const object = run.connection.object({ name: 'chat', persistent: false }, listener);
  expect(() => run.connection.object({ name: 'chat', persistent: false }, listener)).toThrow('used already');
  object.send(0, { event: 'use' });
  await conversation.pass(0);
  object.send(1, { event: 'requestChange', properties: [['x', 1]] });
  await conversation.pass(0);
  expect(heard).toEqual(['connected', 'useSuccess 1', 'clear 1', 'success 2']);

  const other = await conversation.connected('live', undefined, 0);
  other.object('chat', 0, { event: 'use' });
  await other.hears();
  other.object('chat', 2, { event: 'requestChange', properties: [['y', 2]] });
  await conversation.pass(0);
  expect(heard.slice(4)).toEqual(['change 3']);
  object.leave();
  object.send(3, { event: 'requestChange', properties: [['z', 3]] });
  other.object('chat', 3, { event: 'requestChange', properties: [['y', 3]] });
  await conversation.pass(0);
  expect(heard.slice(5)).toEqual([]);

  run.connection.object({ name: 'late', persistent: true }, listener);
  run.connection.close();
  expect(heard.slice(5)).toEqual(['connected', 'closed']);
});

/** What a promise comes to while the clock goes on. */
async function during<T>(conversation: Conversation, promise: Promise<T>): Promise<T> {
  await conversation.pass(0);
  await conversation.pass(0);
  return promise;
}
