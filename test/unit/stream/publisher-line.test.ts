import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { FlushPace } from '../../../src/stream/flush-pace.js';
import { LiveStream } from '../../../src/stream/live-stream.js';
import { PublisherLine } from '../../../src/stream/publisher-line.js';
import type { Publisher } from '../../../src/stream/publisher.js';
import { FakeSink } from '../../support/fake-sink.js';
import { ManualClock } from '../../support/manual-clock.js';
import { avc } from '../../support/media-payloads.js';
import { avcSlate } from '../../support/slates.js';

const publisher: Publisher = { clientId: 'p', isAlive: () => Promise.resolve(true), dismissed: () => undefined };

/** A stream with a slate and one player, who leaves when it is let go. */
function played() {
  const clock = new ManualClock();
  const stream = new LiveStream('stream', clock, new FlushPace(), {
    gopCache: { enabled: true, maxTime: 0, maxSize: 1000 },
    playerQueue: { maxSize: 10_000, maxDelay: 0, stallTimeout: 30_000 },
    maxQueueDelay: 0,
    maxQueueSize: 1_000_000,
    timestamps: 'asSent',
  });
  const news: string[] = [];
  const line = new PublisherLine(stream, clock, () => ({ grace: 0, slate: avcSlate('s') }), {
    ended: () => news.push('ended'),
    slateShown: () => news.push('slate'),
  });
  const sink = new FakeSink();
  const ended = sink.ended.bind(sink);
  sink.ended = (why) => {
    ended(why);
    line.playerLeft();
  };
  stream.join(sink);
  const input = line.admit(publisher);
  return { clock, stream, line, sink, input, news };
}

test('a slate stands in nobody’s way', () => {
  const { line, input, news } = played();
  expect(line.present).toBe(publisher);
  line.leave(input, true);
  expect([line.present, news]).toEqual([undefined, ['slate']]);
});

test('a last player that is let go with the last of the publisher is not shown a slate', () => {
  const { clock, stream, line, sink, input, news } = played();
  input.receive(new MediaMessage('video', 0, avc.key('k')));
  sink.queuedBytes = 20_000;
  line.leave(input, true);
  expect(sink.news).toEqual(['published', 'too-slow']);
  expect({ news, unused: stream.isUnused, timers: clock.timers }).toEqual({ news: ['ended'], unused: true, timers: 0 });
});

test('a last player that is let go while the slate is shown ends it', () => {
  const { clock, stream, line, sink, input, news } = played();
  line.leave(input, true);
  sink.queuedBytes = 20_000;
  clock.advance(500);
  expect(sink.news).toEqual(['published', 'too-slow']);
  expect({ news, unused: stream.isUnused, timers: clock.timers }).toEqual({
    news: ['slate', 'ended'],
    unused: true,
    timers: 0,
  });
});
