import { expect, test } from 'vitest';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { MessageType } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { clientWith, enhancedFields, playerWith, publisherWith } from '../support/enhanced-client.js';
import { avc } from '../support/media-payloads.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { membersOf } from '../support/transcript.js';

const RECONNECT = 1;
const ASKED = 'onStatus NetConnection.Connect.ReconnectRequest';
const SHUT_DOWN = 'onStatus NetConnection.Connect.AppShutdown';

/** Whether a promise has been kept so far. */
function observed(promise: Promise<void>): { isOver: boolean } {
  const state = { isOver: false };
  void promise.then(() => (state.isOver = true));
  return state;
}

async function informationOf(client: ScriptedClient) {
  const statuses = (await client.messages()).filter(({ type }) => type === MessageType.commandAmf0);
  return statuses.map((message) => {
    const { name, transactionId, commandObject, args } = decodeCommand(message);
    return [name, message.messageStreamId, transactionId, commandObject, membersOf(args[0])];
  });
}

test('code asks a client to connect anew: who knows the request hears it and is served on', async () => {
  const conversation = await Conversation.begin();
  const able = await clientWith(conversation, RECONNECT);
  const unable = await clientWith(conversation, 14);
  const old = await clientWith(conversation);
  const asked = [...conversation.instance('live')!.clients.values()].map(({ connection }) =>
    connection.requestReconnect({ tcUrl: 'rtmp://other.example/live', description: 'Maintenance.' }),
  );
  expect(asked).toEqual([true, false, false]);
  expect(await informationOf(able)).toEqual([
    [
      'onStatus',
      0,
      0,
      null,
      {
        level: 'status',
        code: 'NetConnection.Connect.ReconnectRequest',
        description: 'Maintenance.',
        tcUrl: 'rtmp://other.example/live',
      },
    ],
  ]);
  expect([await unable.hears(), await old.hears()]).toEqual([[], []]);
  able.command('createStream', 9);
  expect(await able.hears()).toEqual(['_result 9 2']);
});

test('a server that stops: publishers are asked first, players when these have gone; all are served meanwhile', async () => {
  const conversation = await Conversation.begin({ listens: true });
  const publisher = await publisherWith(conversation, 'stream', RECONNECT);
  const player = await playerWith(conversation, 'stream', RECONNECT);
  const old = await playerWith(conversation, 'stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  await Promise.all([player.hears(), old.hears()]);

  const closing = observed(conversation.server.close());
  expect(await old.hears()).toEqual([SHUT_DOWN]);
  expect(old.isClosed).toBe(true);
  const [first, ...others] = await informationOf(publisher);
  expect(others).toEqual([]);
  expect(first?.at(-1)).toEqual({
    level: 'status',
    code: 'NetConnection.Connect.ReconnectRequest',
    description: 'The server is shutting down.',
  });
  publisher.video(40, avc.inter('p1'));
  expect(await player.hears()).toEqual(['video@1 40 inter p1']);

  publisher.hangUp();
  await conversation.pass(50);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify', ASKED]);
  expect(closing.isOver).toBe(false);
  player.hangUp();
  await conversation.pass(50);
  expect(closing.isOver).toBe(true);
});

test('who does not go is waited for half of the time, players a quarter more, and told the end', async () => {
  const conversation = await Conversation.begin({ listens: true, set: ['server.shutdown.timeout=8s'] });
  const publisher = await publisherWith(conversation, 'stream', RECONNECT);
  const player = await playerWith(conversation, 'stream', RECONNECT);
  const closing = observed(conversation.server.close());
  expect(await publisher.hears()).toEqual([ASKED]);
  await conversation.pass(3950);
  expect(await player.hears()).toEqual([]);
  await conversation.pass(50);
  expect(await player.hears()).toEqual([ASKED]);
  await conversation.pass(1950);
  expect([publisher.isClosed, player.isClosed, closing.isOver]).toEqual([false, false, false]);
  await conversation.pass(50);
  expect(await publisher.hears()).toEqual([SHUT_DOWN]);
  expect((await player.hears()).at(-1)).toBe(SHUT_DOWN);
  expect([publisher.isClosed, player.isClosed, closing.isOver]).toEqual([true, true, true]);
});

test('players are asked at once where no publisher can be waited for', async () => {
  const conversation = await Conversation.begin({ listens: true });
  const publisher = await publisherWith(conversation, 'stream');
  const player = await playerWith(conversation, 'stream', RECONNECT);
  const closing = observed(conversation.server.close());
  expect(await publisher.hears()).toEqual([SHUT_DOWN]);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify', ASKED]);
  player.hangUp();
  await conversation.pass(50);
  expect(closing.isOver).toBe(true);
});

test.each([
  { tcUrl: 'rtmp://server.example/live', there: 'rtmp://b.example:1936/live' },
  { tcUrl: 'rtmps://user@server.example:443/live?token=1', there: 'rtmp://b.example:1936/live?token=1' },
  { tcUrl: 'rtmp://server.example', there: 'rtmp://b.example:1936' },
  { tcUrl: undefined, there: undefined },
])('shutdown.reconnectTo names another server: from $tcUrl to $there', async ({ tcUrl, there }) => {
  const set = ['server.shutdown.reconnectTo=rtmp://b.example:1936'];
  const conversation = await Conversation.begin({ listens: true, set });
  const client = conversation.client();
  client.connect('live', { ...enhancedFields(RECONNECT), tcUrl });
  await client.hears();
  void conversation.server.close();
  const [[, , , , info] = []] = await informationOf(client);
  expect(info).toMatchObject({ code: 'NetConnection.Connect.ReconnectRequest' });
  expect((info as { tcUrl?: string }).tcUrl).toBe(there);
  client.hangUp();
  await conversation.pass(50);
});

test('while clients leave nobody new comes in', async () => {
  const conversation = await Conversation.begin({ listens: true });
  const stranger = conversation.client();
  const player = await playerWith(conversation, 'stream', RECONNECT);
  void conversation.server.close();
  await player.hears();
  stranger.connect('live');
  expect(await stranger.hears()).toEqual(['_error 1 NetConnection.Connect.Rejected', 'close 0']);
  const [refusal] = conversation.log.at('warn');
  expect(refusal?.fields.rule).toBe('the server is shutting down');
  player.hangUp();
  await conversation.pass(50);
});

test('who is in a virtual host that is configured no more is asked like all others', async () => {
  const conf = { '_defaultRoot_/one.example/vhost.yaml': '' };
  const conversation = await Conversation.begin({ conf, listens: true });
  const client = conversation.client();
  client.connect('live', { ...enhancedFields(RECONNECT), tcUrl: 'rtmp://one.example/live' });
  await client.hears();
  const { adaptors, ...rest } = await conversation.configuration();
  const without = adaptors.map((adaptor) => ({ ...adaptor, virtualHosts: adaptor.virtualHosts.slice(0, 1) }));
  await conversation.server.reconfigure({ ...rest, adaptors: without });
  const closing = observed(conversation.server.close());
  expect(await client.hears()).toEqual([ASKED]);
  expect(client.isClosed).toBe(false);
  client.hangUp();
  await conversation.pass(50);
  expect(closing.isOver).toBe(true);
});
