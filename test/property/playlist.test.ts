import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify } from '../../src/media/classify.js';
import type { MediaKind } from '../../src/media/media-message.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { FakeSource } from '../support/fake-source.js';
import { aac, avc, h263, hevc } from '../support/media-payloads.js';
import { PlaylistRun, recorded } from '../support/playlist-run.js';

const CODECS = { avc, hevc, h263 };

const shape = fc.record({
  codec: fc.constantFrom('avc', 'hevc', 'h263', undefined),
  audio: fc.boolean(),
  origin: fc.constantFrom(0, 0, 40, 5000),
  frames: fc.integer({ min: 1, max: 30 }),
  step: fc.integer({ min: 1, max: 200 }),
  jitter: fc.nat({ max: 30 }),
  sound: fc.integer({ min: 10, max: 60 }),
  /** By how much sound stands behind the pictures of its time. */
  lag: fc.nat({ max: 300 }),
  gop: fc.integer({ min: 1, max: 12 }),
});

type Shape = typeof shape extends fc.Arbitrary<infer Value> ? Value : never;

/** A file in the order in which a muxer might have written it; every frame has a label of its own. */
function file(item: number, { codec, audio, origin, frames, step, jitter, sound, lag, gop }: Shape): FakeSource {
  const messages: { message: MediaMessage; order: number }[] = [];
  const add = (kind: MediaKind, time: number, payload: Uint8Array, order: number) =>
    messages.push({ message: new MediaMessage(kind, origin + time, payload), order });
  const withSound = audio || codec === undefined;
  if (codec !== undefined) {
    const { key, inter } = CODECS[codec];
    for (let i = 0, time = 0; i < frames; i++, time += step + ((i * 7) % (jitter + 1))) {
      add('video', time, i % gop === 0 ? key(`${item}v${i}`) : inter(`${item}v${i}`), time);
    }
  }
  for (let i = 0; withSound && i * sound < frames * step; i++) {
    add('audio', i * sound, aac.frame(`${item}a${i}`), i * sound + lag);
  }
  const sorted = messages.sort((a, b) => a.order - b.order).map(({ message }) => message);
  // A player begins with the key frame: what a file has before that is not shown.
  const first = codec === undefined ? 0 : sorted.findIndex((message) => classify(message).isKeyFrame);
  const headers: MediaMessage[] = [];
  if (codec !== undefined && codec !== 'h263') {
    headers.push(new MediaMessage('video', origin, CODECS[codec].header(`${item}`)));
  }
  if (withSound) headers.push(new MediaMessage('audio', origin, aac.header(`${item}`)));
  return new FakeSource([...headers, ...sorted.slice(first)]);
}

test('whatever is played one after the other, no frame is lost, time never steps back, and headers come first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(shape, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 5, max: 400 }),
      async (shapes, pace) => {
        const files = shapes.map((of, item) => file(item, of));
        const media = Object.fromEntries(files.map((of, item) => [`${item}`, of]));
        const run = await new PlaylistRun(
          media,
          files.map((_, item) => recorded(`${item}`)),
        ).start();
        while (run.clock.timers > 0) await run.pass(pace, pace);
        expect(run.news.at(-1)).toContain('over');
        expect(run.held).toBe(0);

        const sent = run.sink.messages;
        const frames = (messages: readonly MediaMessage[]) => messages.filter((message) => classify(message).isFrame);
        expect(frames(sent).map(({ payload }) => payload)).toEqual(
          files.flatMap(({ messages }) => frames(messages).map(({ payload }) => payload)),
        );
        const newest = new Map<MediaKind, number>();
        for (const { kind, timestamp } of sent) {
          expect(timestamp).toBeGreaterThanOrEqual(newest.get(kind) ?? 0);
          newest.set(kind, timestamp);
        }
        let end = 0;
        let at = 0;
        for (const { messages } of files) {
          const item = sent.slice(at, at + messages.length);
          at += messages.length;
          const begin = Math.min(...item.map(({ timestamp }) => timestamp));
          expect(begin).toBeGreaterThanOrEqual(end);
          expect(begin - end).toBeLessThanOrEqual(1000);
          end = Math.max(...item.map(({ timestamp }) => timestamp));
          // Every header of the file is there, before the first frame of its kind.
          for (const kind of ['video', 'audio'] as const) {
            const own = item.filter((message) => message.kind === kind);
            const first = own.findIndex((message) => classify(message).isFrame);
            const header = messages.find((message) => message.kind === kind && classify(message).isConfiguration);
            if (header !== undefined)
              expect(own.slice(0, first).map(({ payload }) => payload)).toContainEqual(header.payload);
          }
        }
      },
    ),
    { numRuns: 60, seed: 20 },
  );
});
