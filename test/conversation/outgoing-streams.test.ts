import { expect, test } from 'vitest';
import type { AmfObject } from '../../src/amf/value.js';
import type { OutgoingStreamListener } from '../../src/netconnection/client/outgoing-stream.js';
import { playRemote } from '../../src/netconnection/client/play-remote.js';
import type { JoinedStream } from '../../src/stream/joined-stream.js';
import type { MessageSink } from '../../src/stream/message-sink.js';
import { Conversation } from '../support/conversation.js';
import { FakeSink } from '../support/fake-sink.js';
import { aac, avc, padded } from '../support/media-payloads.js';
import { outgoing } from '../support/outgoing-run.js';
import { movie } from '../support/recorded-conversation.js';

/** Joins a live stream of the conversation's own server, as an application does for what it publishes elsewhere. */
function joining(conversation: Conversation, name: string): (sink: MessageSink) => JoinedStream {
  return (sink) => {
    const instance = conversation.instance('live')!;
    const live = instance.streams.open(name);
    const player = live.join(sink);
    const leave = (): void => {
      live.leave(player);
      instance.publications.left(live);
    };
    return { isPublished: live.publisher !== undefined, leave };
  };
}

class Notes implements OutgoingStreamListener {
  readonly codes: unknown[] = [];

  status(info: AmfObject): void {
    this.codes.push(info.get('code'));
  }

  closed(): void {
    this.codes.push('closed');
  }
}

test('a live stream here is published there, with what later players are to be given first', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('a');
  publisher.data(['@setDataFrame', 'onMetaData', 'facts'], 0);
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
  const { run } = await outgoing(conversation);
  const notes = new Notes();
  const stream = run.connection.stream(notes);
  stream.attach(joining(conversation, 'a'));
  stream.publish('b', 'live');
  expect(stream.send('tooEarly')).toBe(false);
  await conversation.pass(0);
  expect(notes.codes).toEqual(['NetStream.Publish.Start']);
  expect(stream.isPublishing).toBe(true);

  const player = await conversation.connected();
  player.command('play', 0, ['b'], 1);
  expect((await player.hears()).slice(-4)).toEqual([
    'data@1 0 onStatus NetStream.Data.Start',
    'data@1 0 onMetaData "facts"',
    'video@1 0 header sps',
    'video@1 0 key k0',
  ]);
  publisher.video(40, avc.inter('p40'));
  await publisher.hears();
  expect(stream.send('hello', 'you')).toBe(true);
  await conversation.pass(0);
  expect(await player.hears()).toEqual(['video@1 40 inter p40', 'data@1 40 hello "you"']);
  expect(stream.publishedTime).toBe(40);

  stream.attach(undefined);
  publisher.video(80, avc.inter('p80'));
  await publisher.hears();
  expect(await player.hears()).toEqual([]);
  stream.stop();
  await conversation.pass(0);
  expect(notes.codes).toEqual(['NetStream.Publish.Start', 'NetStream.Unpublish.Success']);
  expect(stream.isPublishing).toBe(false);
  stream.publish('b', 'live');
  await conversation.pass(0);
  run.connection.close();
  expect(notes.codes.slice(2)).toEqual(['NetStream.Publish.Start', 'closed']);
});

test('a name that is taken there', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('b');
  const { run } = await outgoing(conversation);
  const notes = new Notes();
  const stream = run.connection.stream(notes);
  stream.publish('b', 'live');
  await conversation.pass(0);
  await publisher.hears();
  await conversation.pass(0);
  expect(notes.codes).toEqual(['NetStream.Publish.BadName']);
  expect(stream.send('x')).toBe(false);
});

test('a slow target loses frames, and one that stands still is let go', async () => {
  const set = ['application.client.msgQueue.live.maxSize=1MiB', 'application.client.msgQueue.live.stallTimeout=30s'];
  const conversation = await Conversation.begin({ set });
  const publisher = await conversation.publisher('a');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
  const { run, far } = await outgoing(conversation);
  const notes = new Notes();
  const stream = run.connection.stream(notes);
  stream.attach(joining(conversation, 'a'));
  stream.publish('b', 'live');
  await conversation.pass(0);
  far().holdUp(true);
  const [outgoingPlayer] = conversation.instance('live')!.streams.find('a')!.players;
  for (let frame = 1; frame <= 80; frame++) {
    const make = frame % 2 === 0 ? avc.key : avc.inter;
    publisher.video(frame * 40, make(padded(`f${frame}`, 32 * 1024)));
    await publisher.hears();
  }
  expect(outgoingPlayer!.queue.drops.inter).toBeGreaterThan(0);
  expect(outgoingPlayer!.sink.queuedBytes).toBeLessThan(2 * 1024 * 1024);
  await conversation.pass(31_000);
  publisher.video(40_000, avc.key(padded('k', 32 * 1024)));
  await publisher.hears();
  expect(notes.codes).toEqual(['NetStream.Publish.Start', 'closed']);
  expect(run.infos.at(-1)!.get('description')).toBe('The server takes what it is sent too slowly.');
  expect(conversation.instance('live')!.streams.find('a')!.players.size).toBe(0);
});

test('a live stream there is played here: waited for, published, gone, and back again', async () => {
  const conversation = await Conversation.begin();
  const { run } = await outgoing(conversation);
  const sink = new FakeSink();
  const joined = playRemote(run.connection, { name: 'a', start: 'live', length: undefined }, sink);
  await conversation.pass(0);
  expect([joined.isPublished, sink.news]).toEqual([false, []]);
  const publisher = await conversation.publisher('a');
  publisher.data(['onMetaData', 'facts'], 0);
  publisher.video(0, avc.header('sps'));
  publisher.audio(0, aac.header('asc'));
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
  await conversation.pass(0);
  expect([joined.isPublished, sink.news]).toEqual([true, ['published']]);
  expect(sink.lines.slice(1)).toEqual(['video 0 header sps', 'audio 0 header asc', 'video 0 key k0']);
  expect(sink.messages[0]!.kind).toBe('data');
  publisher.command('closeStream', 0, [], 1);
  await conversation.pass(0);
  expect([joined.isPublished, sink.news]).toEqual([false, ['published', 'unpublished']]);
  publisher.command('publish', 0, ['a', 'live'], 1);
  await conversation.pass(0);
  expect(sink.news.slice(2)).toEqual(['published']);
  joined.leave();
  publisher.video(0, avc.key('k0'));
  await conversation.pass(0);
  expect(sink.messages).toHaveLength(4);
  expect(sink.news.slice(3)).toEqual([]);
});

test('a recording there is played here from a place on, and ends; what is not there ends at once', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(2000) } });
  const { run } = await outgoing(conversation);
  const sink = new FakeSink();
  playRemote(run.connection, { name: 'movie', start: 1000, length: undefined }, sink);
  for (let i = 0; i < 20; i++) await conversation.pass(100);
  expect(sink.news).toEqual(['published', 'unpublished']);
  const media = sink.lines.filter((line) => !line.startsWith('data'));
  expect(media).toEqual([
    'video 0 header sps',
    'audio 0 header asc',
    'video 0 key k1000',
    'audio 0 frame a1000',
    'video 500 inter p1500',
    'audio 500 frame a1500',
  ]);

  const missing = new FakeSink();
  playRemote(run.connection, { name: 'missing', start: 0, length: undefined }, missing);
  await conversation.pass(0);
  expect(missing.news).toEqual(['length-reached']);
});

test('when the connection ends, so does what is played over it', async () => {
  const conversation = await Conversation.begin();
  await conversation.publisher('a');
  const { run, near } = await outgoing(conversation);
  const sink = new FakeSink();
  playRemote(run.connection, { name: 'a', start: 'any', length: undefined }, sink);
  await conversation.pass(0);
  near().destroy();
  await conversation.pass(0);
  expect(sink.news.at(-1)).toBe('length-reached');
  expect(run.codes.at(-1)).toBe('NetConnection.Connect.Closed');
});
