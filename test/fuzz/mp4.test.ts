import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { MediaError } from '../../src/media/media-error.js';
import type { MediaSource } from '../../src/media/media-source.js';
import { openMp4 } from '../../src/mp4/open-mp4.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

/** Made with ffmpeg 5.1: 1 s of 64 by 48 pictures with B-frames and of AAC, with a tag. */
const FILES = ['ordinary.mp4', 'fragmented.mp4', 'quicktime.mov'] as const;

const originals = FILES.map((name) => new Uint8Array(readFileSync(`test/vectors/mp4/${name}`)));

/** Where the headers are: mutations of media find nothing. */
function headerOf(bytes: Uint8Array): { start: number; end: number } {
  const start = Buffer.from(bytes).indexOf('moov', 0, 'latin1');
  const end = Buffer.from(bytes).indexOf('mdat', start, 'latin1');
  return { start, end: end < 0 ? bytes.length : end };
}

function mutate(original: Uint8Array, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const header = headerOf(original);
  let bytes: Uint8Array = original.slice();
  for (let edits = 1 + seededInteger(random, 4); edits > 0; edits--) {
    const inHeader = header.start + seededInteger(random, header.end - header.start);
    const at = Math.min(random() < 0.9 ? inHeader : seededInteger(random, bytes.length), bytes.length - 1);
    const kind = seededInteger(random, 5);
    if (kind === 0) bytes[at] = seededInteger(random, 256);
    else if (kind === 1) bytes[at] = bytes[at]! ^ (1 << seededInteger(random, 8));
    else if (kind === 2) bytes.fill(random() < 0.5 ? 0xff : 0, at, at + 1 + seededInteger(random, 8));
    else if (kind === 3) bytes = concat([bytes.subarray(0, at), bytes.subarray(at + seededInteger(random, 200))]);
    else bytes = concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - seededInteger(random, 200)))]);
  }
  return bytes;
}

interface Outcome {
  readonly code: string;
  readonly messages: number;
}

/** Plays to the end; anything but MediaError escapes, and so does a file that never ends. */
async function play(file: MemoryMediaFile): Promise<Outcome> {
  let messages = 0;
  try {
    const source = await openMp4(file);
    messages = await playAll(source);
    return { code: 'played', messages };
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    return { code: error.code, messages };
  }
}

async function playAll(source: MediaSource): Promise<number> {
  let messages = 0;
  let segments = 0;
  const begin = await source.seek(500);
  for (let at: number | undefined = begin?.position; at !== undefined;) {
    const segment = await source.segment(at);
    messages += segment.messages.length;
    if (segment.next !== undefined && segment.next <= at) throw new Error(`back from ${at} to ${segment.next}`);
    if (++segments > 5000) throw new Error('more segments than anything here can have');
    at = segment.next;
  }
  return messages;
}

test.each(FILES.map((name, i) => [name, originals[i]!] as const))('mutations of %s', async (_, original) => {
  const outcomes = new Map<string, number>();
  for (let seed = 0; seed < 1500; seed++) {
    const bytes = mutate(original, seed);
    const file = new MemoryMediaFile(bytes);
    const started = performance.now();
    const { code } = await play(file).catch((error: unknown) => {
      throw new Error(`seed ${seed}`, { cause: error });
    });
    expect(file.largestRead, `seed ${seed}`).toBeLessThanOrEqual(Math.max(4096, bytes.length));
    expect(file.reads, `seed ${seed}`).toBeLessThan(2000);
    expect(performance.now() - started, `seed ${seed}`).toBeLessThan(2000);
    outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
  }
  for (const code of ['played', 'truncated', 'malformed']) expect(outcomes.get(code), code).toBeGreaterThan(20);
});

test('untouched they play', async () => {
  for (const original of originals) expect((await play(new MemoryMediaFile(original))).messages).toBeGreaterThan(30);
});

test('cut off anywhere they play or are refused', async () => {
  for (const original of originals) {
    for (let size = 0; size < original.length; size += 61) await play(new MemoryMediaFile(original.subarray(0, size)));
  }
});
