import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { decodeFlvIndex, encodeFlvIndex } from '../../src/flv/flv-index-bytes.js';
import { flvMessage } from '../../src/flv/flv-tag.js';
import { indexFlv } from '../../src/flv/index-flv.js';
import { openFlv } from '../../src/flv/open-flv.js';
import { readFlvMetadata } from '../../src/flv/flv-metadata.js';
import { MediaError } from '../../src/media/media-error.js';
import { readFlv } from '../support/flv-reading.js';
import { readMessages } from '../support/media-reading.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

const original = new Uint8Array(readFileSync('test/vectors/rtmp/published.flv')).subarray(0, 60_000);

function mutate(seed: number): Uint8Array {
  const random = seededRandom(seed);
  let bytes: Uint8Array = original.slice(0, 8000 + seededInteger(random, original.length - 8000));
  for (let edits = seededInteger(random, 8); edits > 0; edits--) {
    const at = random() < 0.3 ? seededInteger(random, 1000) : seededInteger(random, bytes.length);
    const kind = seededInteger(random, 4);
    if (kind === 0) bytes[at] = seededInteger(random, 256);
    else if (kind === 1) bytes.fill(random() < 0.5 ? 0xff : 0, at, at + seededInteger(random, 12));
    else if (kind === 2) bytes = concat([bytes.subarray(0, at), bytes.subarray(at + seededInteger(random, 400))]);
    else bytes = concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - seededInteger(random, 400)))]);
  }
  return bytes;
}

test('mutated files play what the parser finds, and are sought', async () => {
  let [played, refused] = [0, 0];
  for (let seed = 0; seed < 600; seed++) {
    const bytes = mutate(seed);
    const file = new MemoryMediaFile(bytes);
    const expected = readFlv([bytes]).tags.filter(({ filtered }) => !filtered);
    try {
      const source = await openFlv(file, undefined, { smallFile: seed % 2 === 0 ? 0 : 1e9 });
      const metadata = expected.find(({ type, ...tag }) => type === 18 && readFlvMetadata({ type, ...tag }));
      const kept = expected.filter((tag) => tag !== metadata).map(flvMessage);
      const messages = await readMessages(source, 0);
      expect(messages.map(({ kind, payload }) => [kind, payload.length])).toEqual(
        kept.map(({ kind, payload }) => [kind, payload.length]),
      );
      const duration = await source.duration();
      for (const part of [0.3, 0.7, 1]) {
        const point = await source.seek(duration * part);
        if (point === undefined) throw new Error(`seed ${seed}: nothing at ${part} of ${duration}`);
        const rest = await readMessages(source, point.position);
        expect(rest.map(({ timestamp }) => timestamp)).toEqual(
          rest.length === 0 ? [] : messages.slice(-rest.length).map(({ timestamp }) => timestamp),
        );
      }
      played++;
    } catch (error) {
      if (!(error instanceof MediaError)) throw new Error(`seed ${seed}`, { cause: error });
      refused++;
    }
    expect(file.bytesRead).toBeLessThan(60 * bytes.length + 2_000_000);
  }
  expect(played).toBeGreaterThan(500);
  expect(played + refused).toBe(600);
});

test('mutated indexes are of no use', async () => {
  const encoded = encodeFlvIndex(await indexFlv(new MemoryMediaFile(original)));
  for (let seed = 0; seed < 2000; seed++) {
    const random = seededRandom(seed);
    const bytes = encoded.slice(0, random() < 0.3 ? seededInteger(random, encoded.length) : encoded.length);
    const at = seededInteger(random, bytes.length);
    bytes[at] = bytes[at]! ^ (1 + seededInteger(random, 255));
    expect(decodeFlvIndex(bytes, original.length)).toBeUndefined();
  }
});
