import { expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { MediaError } from '../../src/media/media-error.js';
import { openId3 } from '../../src/mp3/open-id3.js';
import { openMp3 } from '../../src/mp3/open-mp3.js';
import { raw, u32 } from '../support/hostile-bytes.js';
import { readMessages } from '../support/media-reading.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import { constantFrames, variableFrames } from '../support/mp3-frames.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

const text = raw('TIT2', u32(6), 0, 0, 1, 0xff, 0xfe, 'a', 0, 'b');
const tag = raw('ID3', 3, 0, 0, 0, 0, 0, text.length * 3, text, text, text);
const old = new Uint8Array(128);
old.set(raw('TAG', 'Song'));
const originals = [
  concat([tag, constantFrames(60), old]),
  concat([tag, variableFrames(60)]),
  concat([constantFrames(1), variableFrames(60), old]),
];

function mutate(seed: number): Uint8Array {
  const random = seededRandom(seed);
  const bytes = originals[seed % originals.length]!.slice();
  for (let edits = 1 + seededInteger(random, 8); edits > 0; edits--) {
    const at = seededInteger(random, random() < 0.4 ? 60 : bytes.length);
    if (random() < 0.5) bytes[at] = seededInteger(random, 256);
    else bytes.fill(random() < 0.5 ? 0xff : 0, at, at + seededInteger(random, 40));
  }
  return bytes.subarray(0, bytes.length - (random() < 0.3 ? seededInteger(random, bytes.length) : 0));
}

test('mutated MP3 files play what is whole, or are refused', async () => {
  let [played, refused] = [0, 0];
  for (let seed = 0; seed < 1200; seed++) {
    const bytes = mutate(seed);
    const file = new MemoryMediaFile(bytes);
    try {
      const source = await openMp3(file, undefined, { smallFile: seed % 2 === 0 ? 0 : 1e9 });
      const duration = await source.duration();
      for (const part of [0, 0.3, 0.9, 1]) {
        const point = await source.seek(duration * part);
        if (point === undefined) throw new Error(`seed ${seed}: nothing at ${part} of ${duration}`);
        const messages = await readMessages(source, point.position);
        const size = messages.reduce((sum, { payload }) => sum + payload.length - 1, 0);
        expect(size).toBeLessThanOrEqual(bytes.length);
      }
      played++;
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      refused++;
    }
    await openId3(new MemoryMediaFile(bytes)).catch((error: unknown) => expect(error).toBeInstanceOf(MediaError));
    expect(file.bytesRead).toBeLessThan(40 * bytes.length + 200_000);
  }
  expect(played).toBeGreaterThan(800);
  expect(refused).toBeGreaterThan(0);
});
