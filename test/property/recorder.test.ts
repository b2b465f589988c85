import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify } from '../../src/media/classify.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { FlushPace } from '../../src/stream/flush-pace.js';
import { LiveStream } from '../../src/stream/live-stream.js';
import { Recorder } from '../../src/stream/recorder.js';
import { ManualClock } from '../support/manual-clock.js';
import { aac, avc, padded } from '../support/media-payloads.js';
import { FakeRecording } from '../support/recorded-files.js';

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('key', 'inter', 'inter', 'inter', 'audio', 'audio', 'header' as const),
    step: fc.nat({ max: 400 }),
    size: fc.nat({ max: 500 }),
    flush: fc.boolean(),
  }),
  { maxLength: 120 },
);

const bound = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 3000 }));

function message(kind: string, i: number, timestamp: number, size: number): MediaMessage {
  const label = padded(`${i}`, size);
  if (kind === 'audio') return new MediaMessage('audio', timestamp, aac.frame(label));
  const payload = kind === 'key' ? avc.key(label) : kind === 'inter' ? avc.inter(label) : avc.header(label);
  return new MediaMessage('video', timestamp, payload);
}

test('however a recording is split, no frame is lost or doubled, and every file can be played alone', () => {
  fc.assert(
    fc.property(steps, bound, bound, fc.nat(0xffffffff), (taken, splitTime, splitSize, start) => {
      const clock = new ManualClock();
      const live = new LiveStream('stream', clock, new FlushPace(), {
        gopCache: { enabled: true, maxTime: 60_000, maxSize: 1_000_000 },
        playerQueue: { maxSize: 100, maxDelay: 0, stallTimeout: 1 },
        maxQueueDelay: 0,
        maxQueueSize: 10_000,
        timestamps: 'asSent',
      });
      const files = new FakeRecording();
      const limits = { splitTime, splitSize, maxDuration: Infinity, maxSize: Infinity, maxQueued: Infinity };
      const recorder = new Recorder(limits, clock, files);
      live.attach({ clientId: 'p', isAlive: () => Promise.resolve(true), dismissed: () => undefined });
      live.join(recorder);
      recorder.begin();

      const sent: MediaMessage[] = [];
      let timestamp = start;
      for (const [i, { kind, step, size, flush }] of [
        { kind: 'key', step: 0, size: 1, flush: false },
        ...taken,
      ].entries()) {
        timestamp = (timestamp + step) >>> 0;
        sent.push(message(kind, i, timestamp, size));
        live.receive(sent.at(-1)!);
        if (flush) clock.turn();
      }
      clock.turn();
      recorder.end();

      const isFrame = (one: MediaMessage): boolean => classify(one).isFrame;
      const recorded = files.files.flatMap(({ messages }) => messages);
      expect(recorded.filter(isFrame).map(({ payload }) => payload)).toEqual(
        sent.filter(isFrame).map(({ payload }) => payload),
      );
      for (const { messages, isOver } of files.files) {
        expect(isOver).toBe(true);
        expect(messages[0]!.timestamp).toBe(0);
        expect(classify(messages[0]!).isKeyFrame).toBe(true);
        expect(messages.every(({ timestamp: time }, i) => time >= (messages[i - 1]?.timestamp ?? 0))).toBe(true);
      }
      for (const { messages } of files.files) {
        let bytes = 0;
        for (const one of messages) {
          const couldSplit = one !== messages[0] && classify(one).isKeyFrame;
          expect(couldSplit && (one.timestamp >= splitTime || bytes >= splitSize)).toBe(false);
          bytes += one.payload.length + 15;
        }
      }
    }),
    { seed: 20, numRuns: 300 },
  );
});
