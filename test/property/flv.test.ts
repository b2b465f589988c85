import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { encodeFlvTag } from '../../src/flv/encode-flv-tag.js';
import { encodeFlvHeader } from '../../src/flv/flv-header.js';
import { flvMessage } from '../../src/flv/flv-tag.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { randomPieces } from '../support/arrivals.js';
import { readFlv } from '../support/flv-reading.js';

const messages = fc.array(
  fc
    .tuple(
      fc.constantFrom('audio', 'video', 'data'),
      fc.oneof(fc.nat(2000), fc.integer({ min: 0xfffff0, max: 0x100000f }), fc.integer({ min: 0, max: 0xffffffff })),
      fc.uint8Array({ maxLength: 300 }),
    )
    .map(([kind, timestamp, payload]) => new MediaMessage(kind, timestamp, payload)),
  { maxLength: 20 },
);
const seeds = fc.nat(1000);
const file = (written: readonly MediaMessage[]) =>
  concat([encodeFlvHeader({ hasAudio: true, hasVideo: true }), ...written.map(encodeFlvTag)]);

test('what is written is read, however it arrives', () => {
  fc.assert(
    fc.property(messages, seeds, (written, seed) => {
      const { tags, parser } = readFlv(randomPieces(file(written), seed));
      expect(tags.map(flvMessage)).toEqual(written);
      expect(parser.skippedBytes).toBe(0);
    }),
    { numRuns: 1000, seed: 74 },
  );
});

test('what is cut off loses the tag that is cut, and no other', () => {
  fc.assert(
    fc.property(messages, fc.double({ min: 0, max: 1, noNaN: true }), (written, part) => {
      const whole = file(written);
      const cut = whole.subarray(0, Math.max(9, Math.floor(whole.length * part)));
      let [end, kept] = [13, 0];
      for (const { payload } of written) {
        if (end + 11 + payload.length > cut.length) break;
        end += 15 + payload.length;
        kept++;
      }
      expect(readFlv([cut]).tags.map(flvMessage)).toEqual(written.slice(0, kept));
    }),
    { numRuns: 1000, seed: 74 },
  );
});

test('tags on both sides of garbage are found', () => {
  fc.assert(
    fc.property(messages, fc.uint8Array({ minLength: 4, maxLength: 300 }), messages, (before, garbage, after) => {
      // A type that there is not, so that none of it can be taken for the beginning of a tag.
      const noise = garbage.map((byte) => byte | 0x80);
      const bytes = concat([file(before), noise, ...after.map(encodeFlvTag)]);
      expect(readFlv([bytes]).tags.map(flvMessage)).toEqual([...before, ...after]);
    }),
    { numRuns: 1000, seed: 74 },
  );
});
