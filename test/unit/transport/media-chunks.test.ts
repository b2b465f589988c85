import { expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { MediaBatch } from '../../../src/media/media-batch.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { messageStreamId } from '../../../src/rtmp/message.js';
import { mediaChunks } from '../../../src/transport/media-chunks.js';

const messages = [
  new MediaMessage('data', 0, Uint8Array.of(2, 0, 1, 0x61)),
  new MediaMessage('video', 40, new Uint8Array(300).fill(1)),
  new MediaMessage('audio', 0x1234567, new Uint8Array(129).fill(2)),
  new MediaMessage('audio', 0x1234568, new Uint8Array()),
];

test.each([1, 7])('a batch is what its messages are, on message stream %i', (id) => {
  const stream = messageStreamId(id);
  const single = messages.map((message) => mediaChunks(new MediaBatch([message]), stream, 128));
  expect(mediaChunks(new MediaBatch(messages, true), stream, 128)).toEqual(concat(single));
});
