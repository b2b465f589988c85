import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { encodeFlvTag, flvTags } from '../../../src/flv/encode-flv-tag.js';
import { encodeFlvHeader } from '../../../src/flv/flv-header.js';
import { flvMessage } from '../../../src/flv/flv-tag.js';
import { MediaBatch } from '../../../src/media/media-batch.js';
import type { MediaKind } from '../../../src/media/media-message.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { readFlv } from '../../support/flv-reading.js';
import { toHex } from '../../support/hex.js';

test('what was read from a file of ffmpeg is written as ffmpeg did', () => {
  const file = new Uint8Array(readFileSync('test/vectors/rtmp/published.flv'));
  const { parser, tags } = readFlv([file]);
  const written = concat([encodeFlvHeader(parser.header!), ...tags.map(flvMessage).map(encodeFlvTag)]);
  expect(written.length).toBe(file.length);
  expect(written.every((byte, at) => byte === file[at])).toBe(true);
});

test.each([
  [true, true, '464c5601050000000900000000'],
  [true, false, '464c5601040000000900000000'],
  [false, true, '464c5601010000000900000000'],
])('header: audio %s, video %s', (hasAudio, hasVideo, bytes) => {
  expect(toHex(encodeFlvHeader({ hasAudio, hasVideo }))).toBe(bytes);
});

const tags: readonly [MediaKind, number, number[], string][] = [
  ['audio', 0, [0xaf, 0x01], '0800000200000000000000af010000000d'],
  ['video', 0xffffff, [0x17], '09000001ffffff00000000170000000c'],
  ['video', 0x1000000, [], '0900000000000001000000' + '0000000b'],
  ['data', 0xfedcba98, [5], '12000001dcba98fe000000050000000c'],
];
test.each(tags)('%s at %i', (kind, timestamp, payload, bytes) => {
  expect(toHex(encodeFlvTag(new MediaMessage(kind, timestamp, Uint8Array.from(payload))))).toBe(bytes);
});

test('a message is encoded once for all who take FLV', () => {
  const message = new MediaMessage('audio', 1, Uint8Array.of(1));
  expect(message.encodedAs(flvTags)).toBe(message.encodedAs(flvTags));
  const batch = new MediaBatch([message, message]);
  expect(toHex(batch.encodedAs(flvTags))).toBe(toHex(encodeFlvTag(message)).repeat(2));
});

test('what no tag can hold is refused', () => {
  expect(() => encodeFlvTag(new MediaMessage('video', 0, new Uint8Array(0x1000000)))).toThrow(RangeError);
  expect(encodeFlvTag(new MediaMessage('video', 0, new Uint8Array(0xffffff)))).toHaveLength(0xffffff + 15);
});
