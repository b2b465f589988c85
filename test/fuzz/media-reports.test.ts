import { describe, expect, test } from 'vitest';
import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { AmfObject } from '../../src/amf/value.js';
import { concat } from '../../src/bytes/concat.js';
import { encodeFlvTag } from '../../src/flv/encode-flv-tag.js';
import { encodeFlvHeader } from '../../src/flv/flv-header.js';
import { inspectFlv } from '../../src/flv/inspect-flv.js';
import { MediaError } from '../../src/media/media-error.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

const keyframes = AmfObject.of({ times: [0, 1], filepositions: [150, 400] });
const file = concat([
  encodeFlvHeader({ hasAudio: true, hasVideo: true }),
  encodeFlvTag(new MediaMessage('data', 0, encodeAmf0(['onMetaData', AmfObject.of({ duration: 8, keyframes })]))),
  ...Array.from({ length: 80 }, (_, i) => {
    const kind = i % 2 === 0 ? 'video' : 'audio';
    const first = kind === 'audio' ? 0x2f : i % 20 === 0 ? 0x12 : 0x22;
    return encodeFlvTag(new MediaMessage(kind, i * 100, Uint8Array.of(first, i, 1, 2, 3)));
  }),
]);

describe('reports on FLV files that were mangled', () => {
  test.each([1, 2, 3, 4])('seed %i', async (seed) => {
    const random = seededRandom(seed);
    for (let round = 0; round < 400; round++) {
      const mangled = file.slice(0, seededInteger(random, 4) === 0 ? seededInteger(random, file.length) : file.length);
      for (let n = seededInteger(random, 6); n > 0 && mangled.length > 0; n--) {
        mangled[seededInteger(random, mangled.length)] = seededInteger(random, 256);
      }
      try {
        const report = await inspectFlv(new MemoryMediaFile(mangled));
        const numbers = report.streams.flatMap(({ frames, bitRate }) => [frames, bitRate]);
        for (const number of [report.duration, ...numbers]) expect(number).toBeGreaterThanOrEqual(0);
        for (const { offset = 0 } of report.defects) expect(offset <= mangled.length).toBe(true);
      } catch (error) {
        if (!(error instanceof MediaError)) throw error;
      }
    }
  });
});
