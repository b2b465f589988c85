import { expect, test } from 'vitest';
import { MediaBatch } from '../../../src/media/media-batch.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { messageStreamId } from '../../../src/rtmp/message.js';
import { aggregateChunks } from '../../../src/transport/aggregate-chunks.js';
import { hex } from '../../support/hex.js';

const first = messageStreamId(1);
const frames = (): MediaBatch =>
  new MediaBatch(
    [
      new MediaMessage('audio', 0x2d, hex('af01aa')),
      new MediaMessage('video', 0x01000030, hex('2701000000bb')),
      new MediaMessage('data', 0x01000031, hex('02000161')),
    ],
    true,
  );

test('one message of FLV tags with back pointers, on chunk stream 5, at the time of the first', () => {
  expect(Buffer.from(aggregateChunks(frames(), first, 4096)).toString('hex')).toBe(
    [
      '0500002d00003a1601000000',
      '0800000300002d00000000af01aa0000000e',
      '090000060000300100000027010000 00bb00000011'.replace(' ', ''),
      '1200000400003101000000020001610000000f',
    ].join(''),
  );
});

test('one alone is itself, and nothing is nothing', () => {
  const alone = new MediaBatch([new MediaMessage('audio', 1, hex('af01aa'))]);
  expect(aggregateChunks(alone, first, 4096)).toEqual(hex('04000001 000003 08 01000000 af01aa'));
  expect(aggregateChunks(new MediaBatch([]), first, 4096)).toHaveLength(0);
});

test('made once for all on message stream 1 who have the same chunk size', () => {
  const batch = frames();
  const chunks = aggregateChunks(batch, first, 4096);
  expect(aggregateChunks(batch, first, 4096)).toBe(chunks);
  expect(batch.encodedBytes).toBe(chunks.length);
  expect(aggregateChunks(batch, first, 32)).not.toBe(chunks);
  const second = messageStreamId(2);
  expect(aggregateChunks(batch, second, 4096)).not.toBe(aggregateChunks(batch, second, 4096));
});
