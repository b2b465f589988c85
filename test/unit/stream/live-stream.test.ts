import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import type { LiveStreamOptions } from '../../../src/stream/live-stream.js';
import { FlushPace } from '../../../src/stream/flush-pace.js';
import { LiveStream } from '../../../src/stream/live-stream.js';
import { LiveStreams } from '../../../src/stream/live-streams.js';
import type { Publisher } from '../../../src/stream/publisher.js';
import { FakeSink } from '../../support/fake-sink.js';
import { ManualClock } from '../../support/manual-clock.js';
import { aac, avc } from '../../support/media-payloads.js';

const options: LiveStreamOptions = {
  gopCache: { enabled: true, maxTime: 60_000, maxSize: 1_000_000 },
  playerQueue: { maxSize: 10_000, maxDelay: 0, stallTimeout: 30_000 },
  maxQueueDelay: 100,
  maxQueueSize: 1000,
  timestamps: 'asSent',
};

const publisher: Publisher = { clientId: 'p', isAlive: () => Promise.resolve(true), dismissed: () => undefined };

function broadcast(more: Partial<LiveStreamOptions> = {}, pace = new FlushPace()) {
  const clock = new ManualClock();
  const stream = new LiveStream('stream', clock, pace, { ...options, ...more });
  stream.attach(publisher);
  const video = (timestamp: number, payload: Uint8Array) =>
    stream.receive(new MediaMessage('video', timestamp, payload));
  const audio = (timestamp: number, payload: Uint8Array) =>
    stream.receive(new MediaMessage('audio', timestamp, payload));
  return { clock, stream, video, audio };
}

test('players in step are handed the very same batch, once per turn', () => {
  const { clock, stream, video, audio } = broadcast();
  const sinks = [new FakeSink(), new FakeSink(), new FakeSink()];
  for (const sink of sinks) stream.join(sink);
  video(0, avc.key('k1'));
  clock.turn();
  for (const sink of sinks) sink.batches.length = 0;
  audio(5, aac.frame('a1'));
  video(40, avc.inter('p1'));
  expect(sinks[0]!.batches).toEqual([]);
  clock.turn();
  expect(sinks.map(({ batches }) => batches.length)).toEqual([1, 1, 1]);
  expect(new Set(sinks.map(({ batches }) => batches[0])).size).toBe(1);
  expect(sinks[0]!.lines).toEqual(['audio 5 frame a1', 'video 40 inter p1']);
});

test('all who join between two flushes are handed the same beginning', () => {
  const { clock, stream, video } = broadcast();
  video(0, avc.key('k1'));
  clock.turn();
  const sinks = [new FakeSink(), new FakeSink()];
  for (const sink of sinks) stream.join(sink);
  expect(sinks[0]!.batches[0]).toBe(sinks[1]!.batches[0]);
});

test('more than maxQueueSize does not wait for the end of the turn', () => {
  const { stream, video } = broadcast();
  const sink = new FakeSink();
  stream.join(sink);
  video(0, new Uint8Array([0x17, 1, ...new Uint8Array(998)]));
  expect(sink.batches).toEqual([]);
  video(0, avc.inter('p1'));
  expect(sink.messages).toHaveLength(2);
});

test('under load messages are held back, by one timer, and never longer than maxQueueDelay', () => {
  const pace = new FlushPace();
  for (let now = 0; now < 2000; now += 100) pace.record(now, now + 90, 8);
  const { clock, stream, video } = broadcast({}, pace);
  const sink = new FakeSink();
  stream.join(sink);
  video(0, avc.key('k1'));
  video(40, avc.inter('p1'));
  clock.turn();
  expect(sink.batches).toEqual([]);
  expect(clock.timers).toBe(1);
  clock.advance(100);
  expect(sink.batches.map(({ messages }) => messages.length)).toEqual([2]);
  expect(clock.timers).toBe(0);
});

test('a publication that ends sends what waits, then says so', () => {
  const { clock, stream, video } = broadcast();
  const sink = new FakeSink();
  stream.join(sink);
  video(0, avc.key('k1'));
  stream.detach(publisher);
  expect(sink.lines).toEqual(['video 0 key k1']);
  expect(sink.news).toEqual(['unpublished']);
  clock.turn();
  expect(sink.batches).toHaveLength(1);
  expect(clock.timers).toBe(0);
});

test('one publisher at a time; one that was replaced detaches nobody', () => {
  const { stream } = broadcast();
  const other: Publisher = { ...publisher, clientId: 'q' };
  expect(() => stream.attach(other)).toThrow('has a publisher');
  stream.detach(publisher);
  stream.attach(other);
  stream.detach(publisher);
  expect(stream.publisher).toBe(other);
});

test('a player that left gets nothing more, nor does the stream know it', () => {
  const { clock, stream, video } = broadcast();
  const sink = new FakeSink();
  const player = stream.join(sink);
  stream.leave(player);
  video(0, avc.key('k1'));
  clock.turn();
  expect(sink.batches).toEqual([]);
  expect(stream.players.size).toBe(0);
});

test('a player that leaves while others are let go is not written to', () => {
  const { clock, stream, video } = broadcast();
  const [slow, other] = [new FakeSink(), new FakeSink()];
  stream.join(slow);
  const neighbour = stream.join(other);
  slow.ended = () => stream.leave(neighbour);
  video(0, avc.key('k1'));
  clock.turn();
  slow.queuedBytes = 10_000;
  video(40, avc.inter('p1'));
  clock.turn();
  video(80, avc.inter('p2'));
  clock.turn();
  expect(other.lines).toEqual(['video 0 key k1', 'video 40 inter p1']);
  expect(stream.players.size).toBe(0);
});

test('a player that joins with a full queue gets the headers and waits for a key frame', () => {
  const { clock, stream, video } = broadcast();
  video(0, avc.header('sps'));
  video(0, avc.key('k1'));
  clock.turn();
  const sink = new FakeSink();
  sink.queuedBytes = 5000;
  stream.join(sink);
  sink.queuedBytes = 0;
  video(40, avc.inter('p1'));
  clock.turn();
  video(80, avc.key('k2'));
  clock.turn();
  expect(sink.lines).toEqual(['video 0 header sps', 'video 80 key k2']);
});

test('a stream that nobody uses is forgotten, and no other', () => {
  const clock = new ManualClock();
  const streams = new LiveStreams(clock, new FlushPace(), () => options);
  const stream = streams.open('__proto__');
  expect(streams.open('__proto__')).toBe(stream);
  const player = stream.join(new FakeSink());
  streams.release(stream);
  expect(streams.find('__proto__')).toBe(stream);
  stream.leave(player);
  streams.release(stream);
  expect(streams.find('__proto__')).toBeUndefined();
  const next = streams.open('__proto__');
  streams.release(stream);
  expect(streams.find('__proto__')).toBe(next);
  expect(streams.size).toBe(1);
});
