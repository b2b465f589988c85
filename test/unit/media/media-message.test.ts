import { expect, test } from 'vitest';
import { MediaBatch } from '../../../src/media/media-batch.js';
import type { WireFormat } from '../../../src/media/media-message.js';
import { MediaMessage } from '../../../src/media/media-message.js';

class CountingFormat implements WireFormat {
  encoded = 0;

  constructor(readonly mark: number) {}

  encode(message: MediaMessage): Uint8Array {
    this.encoded++;
    return Uint8Array.of(this.mark, ...message.payload);
  }
}

test('a message is encoded once per format', () => {
  const message = new MediaMessage('audio', 0, Uint8Array.of(1));
  const one = new CountingFormat(8);
  const other = new CountingFormat(9);
  const bytes = message.encodedAs(one);
  expect(bytes).toEqual(Uint8Array.of(8, 1));
  expect(message.encodedAs(one)).toBe(bytes);
  expect(message.encodedAs(other)).toEqual(Uint8Array.of(9, 1));
  expect([one.encoded, other.encoded]).toEqual([1, 1]);
});

test('the same payload at another time shares the payload, not what was encoded', () => {
  const format = new CountingFormat(8);
  const message = new MediaMessage('audio', 0, Uint8Array.of(1));
  message.encodedAs(format);
  const later = message.at(40);
  expect(later).toMatchObject({ kind: 'audio', timestamp: 40 });
  expect(later.payload).toBe(message.payload);
  later.encodedAs(format);
  expect(format.encoded).toBe(2);
  expect(message.at(0)).toBe(message);
});

test('a batch is one array, the same for everyone, made of messages encoded once', () => {
  const format = new CountingFormat(8);
  const messages = [1, 2, 3].map((value) => new MediaMessage('video', value, Uint8Array.of(value)));
  messages[0]!.encodedAs(format);
  const batch = new MediaBatch(messages);
  const bytes = batch.encodedAs(format);
  expect(bytes).toEqual(Uint8Array.of(8, 1, 8, 2, 8, 3));
  expect(batch.encodedAs(format)).toBe(bytes);
  expect(format.encoded).toBe(3);
});

test('a batch of one message is that message, not a copy', () => {
  const format = new CountingFormat(8);
  const message = new MediaMessage('video', 0, Uint8Array.of(1));
  expect(new MediaBatch([message]).encodedAs(format)).toBe(message.encodedAs(format));
});
