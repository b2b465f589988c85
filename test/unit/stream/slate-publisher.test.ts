import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { FlushPace } from '../../../src/stream/flush-pace.js';
import { LiveInput } from '../../../src/stream/live-input.js';
import { LiveStream } from '../../../src/stream/live-stream.js';
import type { Slate } from '../../../src/stream/slate.js';
import { SlatePublisher } from '../../../src/stream/slate-publisher.js';
import { FakeSink } from '../../support/fake-sink.js';
import { ManualClock } from '../../support/manual-clock.js';
import { aac, h263 } from '../../support/media-payloads.js';
import { slateOf } from '../../support/slates.js';

const slate = slateOf([
  new MediaMessage('video', 0, h263.key('k')),
  new MediaMessage('audio', 20, aac.frame('a')),
  new MediaMessage('video', 500, h263.inter('p')),
]);

/** A slate on air, and what a player of the stream was sent. */
function shown(of: Slate = slate, maxQueueSize = 1_000_000) {
  const clock = new ManualClock();
  const stream = new LiveStream('stream', clock, new FlushPace(), {
    gopCache: { enabled: false, maxTime: 0, maxSize: 0 },
    playerQueue: { maxSize: 10_000, maxDelay: 0, stallTimeout: 30_000 },
    maxQueueDelay: 0,
    maxQueueSize,
    timestamps: 'asSent',
  });
  const publisher = new SlatePublisher(of, clock);
  const input = new LiveInput(publisher, 'on-air', stream, () => undefined);
  const sink = new FakeSink();
  stream.join(sink);
  stream.attach(publisher);
  publisher.start(input);
  const sent = (milliseconds: number): string[] => {
    const before = sink.lines.length;
    clock.advance(milliseconds);
    return sink.lines.slice(before);
  };
  return { clock, stream, publisher, input, sink, sent };
}

test('each message comes at its time, and each round after the one before', () => {
  const { clock, sent } = shown();
  expect(sent(0)).toEqual(['video 0 key k']);
  expect(sent(19)).toEqual([]);
  expect(sent(1)).toEqual(['audio 20 frame a']);
  expect(sent(980)).toEqual(['video 500 inter p', 'video 1000 key k']);
  expect(sent(20)).toEqual(['audio 1020 frame a']);
  expect(clock.timers).toBe(1);
});

test('times do not drift, however long it is shown', () => {
  const { sent, clock } = shown(
    slateOf([0, 33, 67, 100].map((time) => new MediaMessage('video', time, h263.key('k')))),
  );
  const day = sent(3_600_000).length;
  expect(day).toBe(4 * 3600 + 1);
  expect(sent(1000).slice(0, 2)).toEqual(['video 3600033 key k', 'video 3600067 key k']);
  expect(clock.timers).toBe(1);
});

test('after a stop nothing comes, and no timer is left', () => {
  const { clock, publisher, sent } = shown();
  sent(100);
  publisher.stop();
  publisher.stop();
  expect([sent(5000), clock.timers]).toEqual([[], 0]);
});

test('a machine that slept does not send what it missed', () => {
  const { clock, sent } = shown();
  sent(20);
  clock.sleep(100_000);
  // What was due is sent, and from there it goes on at its pace.
  expect(sent(0)).toEqual(['video 500 inter p']);
  expect(sent(499)).toEqual([]);
  expect(sent(1)).toEqual(['video 1000 key k']);
  clock.sleep(900);
  expect(sent(0)).toEqual(['audio 1020 frame a', 'video 1500 inter p']);
});

test('an input that is no longer on air gets nothing more, not even of the same moment', () => {
  const burst = slateOf(Array.from({ length: 10 }, (_, i) => new MediaMessage('video', 0, h263.key(`${i}`))));
  const { clock, stream, publisher, input, sink, sent } = shown(burst, 1);
  expect(sink.lines).toHaveLength(10);
  const write = sink.write.bind(sink);
  sink.write = (batch) => {
    write(batch);
    if (sink.lines.length !== 14) return;
    // What happens when the last player is let go in the middle of a flush.
    publisher.stop();
    input.state = 'ended';
    stream.detach(publisher);
  };
  expect(sent(1000)).toHaveLength(4);
  expect([sent(5000), clock.timers]).toEqual([[], 0]);
});
