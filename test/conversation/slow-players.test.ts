import { expect, test } from 'vitest';
import { MessageType } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { aac, avc, padded } from '../support/media-payloads.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { toHex } from '../support/hex.js';

/** The default cap of what waits for a player is 10 MB; these tests are content with less. */
const set = ['application.client.msgQueue.live.maxSize=1MiB', 'application.client.msgQueue.live.stallTimeout=30s'];
const PART = 32 * 1024;

class Broadcast {
  #timestamp = 0;

  constructor(
    readonly conversation: Conversation,
    readonly publisher: ScriptedClient,
  ) {}

  static async begin(): Promise<Broadcast> {
    const conversation = await Conversation.begin({ set });
    const publisher = await conversation.publisher('stream');
    publisher.video(0, avc.header('sps'));
    publisher.audio(0, aac.header('asc'));
    publisher.video(0, avc.key('k0'));
    return new Broadcast(conversation, publisher);
  }

  /** Sends a frame and lets it be flushed. */
  async video(payload: (label: string) => Uint8Array, label: string, size = PART): Promise<void> {
    this.publisher.video((this.#timestamp += 10), payload(padded(label, size)));
    await this.publisher.hears();
  }

  async audio(label: string, size = 100): Promise<void> {
    this.publisher.audio((this.#timestamp += 10), aac.frame(padded(label, size)));
    await this.publisher.hears();
  }

  /** Inter frames until `bytes` wait for `player`. */
  async fill(player: ScriptedClient, bytes: number): Promise<void> {
    while (player.stream.queuedBytes < bytes) await this.video(avc.inter, 'filler');
  }

  queueOf(client: string) {
    const players = this.conversation.instance('live')!.streams.find('stream')!.players;
    return [...players].find(({ sink }) => 'stream' in sink && clientOf(sink) === client)!.queue;
  }
}

function clientOf(sink: unknown): string {
  return (sink as { stream: { connection: { client: { id: string } } } }).stream.connection.client.id;
}

function labels(heard: readonly string[]): string[] {
  return heard.filter((line) => /^(?:audio|video)/.test(line)).map((line) => line.split(' ').slice(2).join(' '));
}

test('what is lost first, and what never is', async () => {
  const broadcast = await Broadcast.begin();
  const { conversation, publisher } = broadcast;
  const player = await conversation.player('stream');
  player.stream.take(0);
  const limit = 1024 * 1024;

  await broadcast.fill(player, limit * 0.25);
  await broadcast.video(avc.disposable, 'lost');
  await broadcast.video(avc.inter, 'sent');
  expect(broadcast.queueOf('client-2').drops).toEqual({ disposable: 1, inter: 0, key: 0, audio: 0 });

  await broadcast.fill(player, limit * 0.5);
  await broadcast.video(avc.inter, 'lost');
  await broadcast.video(avc.disposable, 'lost');
  await broadcast.audio('sent');
  expect(broadcast.queueOf('client-2').drops).toEqual({ disposable: 2, inter: 1, key: 0, audio: 0 });

  await broadcast.video(avc.key, 'a new beginning', limit * 0.3);
  await broadcast.video(avc.key, 'lost');
  await broadcast.audio('sent, too', limit * 0.12);
  expect(broadcast.queueOf('client-2').drops).toEqual({ disposable: 2, inter: 1, key: 1, audio: 0 });

  await broadcast.audio('lost');
  publisher.data(['@setDataFrame', 'onMetaData', 'still sent'], 9999);
  publisher.video(9999, avc.header('still sent'));
  await publisher.hears();
  expect(broadcast.queueOf('client-2').drops).toEqual({ disposable: 2, inter: 1, key: 1, audio: 1 });

  player.stream.take(Infinity);
  const heard = await player.hears();
  expect(labels(heard).filter((label) => !label.endsWith('filler'))).toEqual([
    'inter sent',
    'frame sent',
    'key a new beginning',
    'frame sent, too',
    'header still sent',
  ]);
  expect(heard).toContain('data@1 9999 onMetaData "still sent"');

  await broadcast.video(avc.inter, 'of no use');
  await broadcast.video(avc.key, 'here again');
  await broadcast.video(avc.inter, 'and on');
  expect(labels(await player.hears())).toEqual(['key here again', 'inter and on']);
});

test('who reads nothing is cut off at the cap, and the log says so', async () => {
  const broadcast = await Broadcast.begin();
  const player = await broadcast.conversation.player('stream');
  player.stream.take(0);
  for (let i = 0; i < 10; i++) await broadcast.video(avc.key, 'large', 200_000);
  expect(player.isClosed).toBe(false);
  broadcast.publisher.audio(200, aac.frame(padded('larger than what is left', 300_000)));
  await broadcast.audio('the last that it was sent');
  expect(player.isClosed).toBe(true);
  expect(broadcast.conversation.log.at('warn')).toMatchObject([
    { fields: { client: 'client-2', stream: 'stream', 'x-status': 416, drops: { key: 6 } } },
  ]);
  expect(await broadcast.publisher.hears()).toEqual([]);
});

test.each([
  {
    what: 'codec configurations',
    send: (to: ScriptedClient, i: number) => to.video(i, avc.header(padded(`sps ${i}`, 100_000))),
  },
  { what: 'data messages', send: (to: ScriptedClient, i: number) => to.data(['say', 'x'.repeat(60_000)], i) },
  {
    what: 'data frames',
    send: (to: ScriptedClient, i: number) => to.data(['@setDataFrame', 'x', 'x'.repeat(60_000)], i),
  },
])('a flood of $what is no way around the cap', async ({ send }) => {
  const broadcast = await Broadcast.begin();
  const player = await broadcast.conversation.player('stream');
  player.stream.take(0);
  let most = 0;
  for (let i = 0; i < 60 && !player.isClosed; i++) {
    send(broadcast.publisher, i);
    await broadcast.publisher.hears();
    most = Math.max(most, player.stream.queuedBytes);
  }
  expect(player.isClosed).toBe(true);
  expect(most).toBeLessThan(1.2 * 1024 * 1024);
});

test('who takes nothing for stallTimeout is cut off', async () => {
  const broadcast = await Broadcast.begin();
  const player = await broadcast.conversation.player('stream');
  player.stream.take(0);
  await broadcast.fill(player, 1024 * 1024 * 0.5);
  await broadcast.audio('large', 1024 * 1024 * 0.42);
  await broadcast.audio('lost');
  await broadcast.conversation.pass(29_000);
  await broadcast.audio('lost');
  expect(player.isClosed).toBe(false);
  await broadcast.conversation.pass(2000);
  await broadcast.audio('too late');
  expect(player.isClosed).toBe(true);
});

test('without audio, too', async () => {
  const broadcast = await Broadcast.begin();
  const player = await broadcast.conversation.player('stream');
  player.stream.take(0);
  for (let i = 0; i < 10; i++) await broadcast.video(avc.key, 'large', 200_000);
  await broadcast.conversation.pass(29_000);
  await broadcast.video(avc.key, 'lost');
  expect(player.isClosed).toBe(false);
  await broadcast.conversation.pass(2000);
  await broadcast.video(avc.key, 'too late');
  expect(player.isClosed).toBe(true);
});

test('its neighbour gets every byte that the publisher sent', async () => {
  const broadcast = await Broadcast.begin();
  const stalled = await broadcast.conversation.player('stream');
  const healthy = await broadcast.conversation.connected();
  healthy.command('play', 0, ['stream'], 1);
  await healthy.hears();
  stalled.stream.take(0);
  const sent: string[] = [];
  const heard: string[] = [];
  for (let i = 0; i < 100; i++) {
    const payload = (i % 10 === 0 ? avc.key : avc.inter)(padded(`frame ${i}`, 20_000));
    sent.push(toHex(payload));
    broadcast.publisher.video(i, payload);
    heard.push(
      ...(await healthy.messages()).filter(({ type }) => type === MessageType.video).map((m) => toHex(m.payload)),
    );
  }
  expect(heard).toEqual(sent);
  expect(stalled.stream.queuedBytes).toBeLessThan(1.1 * 1024 * 1024);
});

test('the GOP that a player begins with is no sign of slowness', async () => {
  const broadcast = await Broadcast.begin();
  for (let i = 0; i < 60; i++) await broadcast.video(avc.inter, `p${i}`);
  const player = await broadcast.conversation.connected();
  player.stream.take(1000);
  player.command('play', 0, ['stream'], 1);
  const first = await player.hears();
  expect(player.stream.queuedBytes).toBeGreaterThan(1024 * 1024);
  await broadcast.video(avc.inter, 'sent');
  player.stream.take(Infinity);
  const heard = labels([...first, ...(await player.hears())]);
  expect(heard.slice(0, 3)).toEqual(['header sps', 'header asc', 'key k0']);
  expect(heard.at(-1)).toBe('inter sent');
});

test('but who is behind already is not given another GOP', async () => {
  const broadcast = await Broadcast.begin();
  for (let i = 0; i < 60; i++) await broadcast.video(avc.inter, `p${i}`);
  const client = await broadcast.conversation.connected('live', undefined, 64);
  client.stream.take(1000);
  for (let stream = 1; stream <= 64; stream++) client.command('play', 0, ['stream'], stream);
  await client.hears();
  expect(client.stream.queuedBytes).toBeGreaterThan(60 * PART);
  expect(client.stream.queuedBytes).toBeLessThan(65 * PART);
});

test('a publisher that plays its own stream and does not read it: the others hear of its end behind its media', async () => {
  const conversation = await Conversation.begin({ set });
  const client = await conversation.connected('live', undefined, 2);
  client.command('publish', 0, ['stream'], 1);
  client.command('play', 0, ['stream'], 2);
  await client.hears();
  const player = await conversation.player('stream');
  client.stream.take(0);
  const heard: string[] = [];
  for (let i = 0; i < 200 && !client.isClosed; i++) {
    client.data(['say', i, 'x'.repeat(60_000)], i);
    heard.push(...(await player.hears()));
  }
  expect(heard.at(-1)).toBe('onStatus@1 NetStream.Play.UnpublishNotify');
  expect(heard.slice(0, -1).every((line, i) => line.startsWith(`data@1 ${i} say ${i}`))).toBe(true);
});
