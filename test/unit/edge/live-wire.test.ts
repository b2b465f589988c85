import { expect, it } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { linkedMedia, LiveWord, readLinkedMedia } from '../../../src/edge/live-wire.js';
import { MediaMessage } from '../../../src/media/media-message.js';

const encoded = (...messages: MediaMessage[]): Uint8Array =>
  concat([Uint8Array.of(LiveWord.media), ...messages.map((message) => linkedMedia.encode(message))]);

const picture = new MediaMessage('video', 4_000_000_000, Uint8Array.of(1, 2, 3));
const sound = new MediaMessage('audio', 40, new Uint8Array(0));

it.each([
  ['one message', [picture]],
  ['several', [picture, sound, picture]],
  ['none', []],
])('carries %s', (_what, messages) => {
  const read = readLinkedMedia(encoded(...messages));
  expect(read.map(({ kind, timestamp, payload }) => [kind, timestamp, [...payload]])).toEqual(
    messages.map(({ kind, timestamp, payload }) => [kind, timestamp, [...payload]]),
  );
});

it('keeps no message of several alive by another, and copies none that is alone', () => {
  const several = encoded(picture, picture);
  for (const { payload } of readLinkedMedia(several)) expect(payload.buffer).not.toBe(several.buffer);
  const one = encoded(picture);
  expect(readLinkedMedia(one)[0]?.payload.buffer).toBe(one.buffer);
});

it('does not take one that is cut short', () => {
  expect(() => readLinkedMedia(encoded(picture).subarray(0, -1))).toThrow();
});
