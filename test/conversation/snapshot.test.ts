import { expect, test } from 'vitest';
import type { Client } from '../../src/application/client.js';
import type { ApplicationSnapshot } from '../../src/application/server-snapshot.js';
import { adaptorSnapshot } from '../../src/application/server-snapshot.js';
import { parseStreamName } from '../../src/application/stream-name.js';
import { Conversation } from '../support/conversation.js';
import { aac, avc, padded } from '../support/media-payloads.js';
import { live, recorded } from '../support/playlist-run.js';
import { movie } from '../support/recorded-conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';

function look(conversation: Conversation, application = 'live'): ApplicationSnapshot {
  const { virtualHosts } = adaptorSnapshot(conversation.server.adaptors[0]!.adaptor, conversation.clock.now());
  return virtualHosts[0]!.applications.find(({ name }) => name === application)!;
}

function stream(conversation: Conversation) {
  return look(conversation).instances[0]!.streams[0]!;
}

/** A key frame and 24 inter frames of `size` bytes each second, with as much audio. */
async function send(conversation: Conversation, publisher: ScriptedClient, seconds: number, size = 1000) {
  const start = conversation.clock.now();
  for (let frame = 0; frame < seconds * 25; frame++) {
    const timestamp = start + frame * 40;
    publisher.audio(timestamp, aac.frame(padded('a', size)));
    publisher.video(timestamp, (frame % 25 === 0 ? avc.key : avc.inter)(padded('v', size)));
    await conversation.pass(40);
  }
}

test('a stream and its players in numbers', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.connected('live', '192.0.2.7');
  player.command('play', 0, ['stream'], 1);
  await player.hears();
  await send(conversation, publisher, 5);
  const { name, publisher: clientId, health, totals, sentPerSecond, players } = stream(conversation);
  const rate = 25 * (aac.frame(padded('a', 1000)).length + avc.key(padded('v', 1000)).length);
  expect({ name, clientId }).toEqual({ name: 'stream', clientId: 'client-1' });
  expect(health).toMatchObject({
    format: { video: { codec: 'avc' }, audio: { codec: 'aac' } },
    bytesPerSecond: rate,
    framesPerSecond: 25,
    gop: { duration: 1000, frames: 25 },
  });
  expect(sentPerSecond).toBe(rate);
  expect(totals.sent).toEqual({ messages: 250, bytes: 5 * rate });
  expect(players).toEqual({ count: 1, queuedBytes: 0, delay: 0 });
  await conversation.pass(3000);
  const silent = stream(conversation);
  expect(silent.health).toMatchObject({ bytesPerSecond: 0, framesPerSecond: 0, sinceKeyFrame: 4000 });
  expect(silent.sentPerSecond).toBe(0);
});

test('who plays what of recorded media, and where they are', async () => {
  const recorded = { film: movie(60_000), 'mp4:short': movie(1000) };
  const conversation = await Conversation.begin({ recorded });
  const player = await conversation.connected('live', '192.0.2.7', 3);
  const [{ connection }] = [...conversation.instance('live')!.clients.values()] as [Client];
  const plays = () => connection.recordedPlays;
  expect(plays()).toEqual([]);
  player.command('play', 0, ['film', 10_000], 1);
  player.command('play', 0, ['mp4:short', 0], 2);
  player.command('play', 0, ['nobody', -1], 3);
  await conversation.pass(1500);
  const [film, short, ...others] = plays();
  expect(others).toEqual([]);
  expect(look(conversation).instances[0]).toMatchObject({ clients: 1, recordedPlays: 2 });
  expect(film).toMatchObject({ name: 'film', position: 11_500, paused: false, ended: false });
  expect(film!.sentBytes).toBeGreaterThan(0);
  expect(short).toMatchObject({ name: 'mp4:short', position: 500, ended: true });
  player.command('pause', 0, [true, 1000], 1);
  player.command('closeStream', 0, [], 2);
  await player.hears();
  expect(plays()).toMatchObject([{ name: 'film', position: 11_000, paused: true }]);
  expect(look(conversation).instances[0]).toMatchObject({ recordedPlays: 1 });
  player.hangUp();
  await conversation.pass(10);
  expect(look(conversation).instances[0]).toMatchObject({ clients: 0, recordedPlays: 0 });
});

test('playlists: what is shown, what follows, what could not be shown', async () => {
  const conversation = await Conversation.begin({ recorded: { film: movie(60_000) }, listens: true });
  await conversation.connected();
  const { playlists } = conversation.instance('live')!;
  const items = [recorded('gone'), live('nobody'), recorded('film', 0, 2000), recorded('film')];
  const failedAt = conversation.clock.date();
  playlists.play(parseStreamName('channel')!, items);
  await conversation.pass(250);
  await conversation.pass(1000);
  const { instances, totals } = look(conversation);
  expect(instances[0]!.playlists).toEqual([
    {
      ...{ stream: 'channel', state: 'playing', loop: false, items: 4, startsAt: undefined },
      current: { index: 2, name: 'film', position: 1000 },
      next: { index: 3, name: 'film' },
      failure: { index: 1, name: 'nobody', why: 'not-published', at: failedAt },
    },
  ]);
  const failures = { 'not-found': 1, 'not-published': 1, circular: 0, broken: 0 };
  expect(totals.playlists).toEqual({ items: 1, failures });
  playlists.stop(parseStreamName('channel')!);
  expect(look(conversation)).toMatchObject({
    instances: [{ playlists: [] }],
    totals: { playlists: { items: 1, failures } },
  });
});

test('totals stay when players, publishers, streams and instances go', async () => {
  const conversation = await Conversation.begin({ set: ['application.maxAppIdleTime=1s'], listens: true });
  const publisher = await conversation.publisher('stream');
  const players = [await conversation.player('stream'), await conversation.player('stream')];
  await send(conversation, publisher, 1);
  const counted = () => {
    const { totals } = look(conversation);
    return { ...totals, traffic: { sent: totals.traffic.sent > 0 } };
  };
  const before = counted();
  expect(before).toMatchObject({
    granted: { connect: 3, publish: 1, play: 2 },
    live: { received: { messages: { audio: 25, video: 25 } }, sent: { messages: 100 } },
  });
  const { sent } = look(conversation).totals.traffic;
  for (const client of [...players, publisher]) client.hangUp();
  await conversation.pass(60_000);
  expect(look(conversation).instances).toEqual([]);
  expect(counted()).toEqual(before);
  expect(look(conversation).totals.traffic.sent).toBeGreaterThanOrEqual(sent);
  await send(conversation, await conversation.publisher('stream'), 1);
  expect(look(conversation).totals.live.received.messages.video).toBe(50);
  expect(look(conversation).totals.traffic.sent).toBeGreaterThan(sent);
});

test('what slow players lose stays counted when they are gone', async () => {
  const set = ['application.client.msgQueue.live.maxSize=256KiB'];
  const conversation = await Conversation.begin({ set });
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  player.stream.take(0);
  await send(conversation, publisher, 2, 4000);
  const { queuedBytes, delay } = stream(conversation).players;
  expect([queuedBytes > 100_000, delay > 500]).toEqual([true, true]);
  await send(conversation, publisher, 10, 4000);
  const { drops } = look(conversation).totals.live;
  expect(drops.inter).toBeGreaterThan(0);
  expect(stream(conversation).players.count + look(conversation).totals.live.playersCut).toBe(1);
  player.hangUp();
  await conversation.pass(10);
  expect(look(conversation).totals.live.drops).toEqual(drops);
});

test('refusals are counted by what was asked for', async () => {
  const conversation = await Conversation.begin({ set: ['application.play.deny=[192.0.2.7]'] });
  const client = await conversation.connected('live', '192.0.2.7');
  client.command('play', 0, ['stream'], 1);
  client.command('publish', 0, ['stream', 'live'], 1);
  await client.hears();
  expect(look(conversation).totals).toMatchObject({
    granted: { connect: 1, publish: 0, play: 0 },
    refused: { connect: 0, publish: 1, play: 1 },
  });
});

test('a recording that there is not is refused, a stream that nobody publishes yet is not', async () => {
  const conversation = await Conversation.begin({ recorded: { film: movie(60_000) } });
  const client = await conversation.connected('live', '192.0.2.7', 3);
  for (const [index, name] of ['film', 'nothing', 'mp4:nothing'].entries()) {
    client.command('play', 0, [name, 0], index + 1);
  }
  await client.hears();
  expect(look(conversation).totals).toMatchObject({ granted: { play: 1 }, refused: { play: 2 } });
  client.command('play', 0, ['later'], 1);
  await client.hears();
  expect(look(conversation).totals).toMatchObject({ granted: { play: 2 }, refused: { play: 2 } });
});

test('nothing that lets anybody in is in a snapshot', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  const secret = 'hunter2';
  client.connect(`live?key=${secret}`, {
    tcUrl: `rtmp://user:${secret}@server.example/live?key=${secret}`,
    pageUrl: `https://page.example/?token=${secret}#${secret}`,
    swfUrl: `https://page.example/player.swf?token=${secret}`,
    flashVer: 'LNX ag_0123456789abcdefghij',
  });
  client.command('createStream', 2);
  client.command('publish', 0, [`stream?key=${secret}`, 'live'], 1);
  await client.hears();
  const shown = look(conversation);
  expect(shown.instances[0]).toMatchObject({
    clients: 1,
    streams: [{ name: 'stream' }],
  });
  expect(JSON.stringify(shown)).not.toContain(secret);
});
