import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { openFlv } from '../../src/flv/open-flv.js';
import { MediaError } from '../../src/media/media-error.js';
import type { MediaSource } from '../../src/media/media-source.js';
import { openMp3 } from '../../src/mp3/open-mp3.js';
import { openMp4 } from '../../src/mp4/open-mp4.js';
import { repeat, u32 } from '../support/hostile-bytes.js';
import { MeteredMediaFile } from '../support/metered-media-file.js';
import { constantFrames } from '../support/mp3-frames.js';
import { aacEntry, box, fullBox, movie, movieHeader, track, words, zeros } from '../support/mp4-boxes.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

/** An order of magnitude: turns take some milliseconds, and those of a reader that was led astray seconds. */
const LONGEST_TURN = 2000;

const SEEDS = 6;

/** So much of the same makes it plain if work grows faster than its input. */
const SIZE = 3_000_000;

type Open = (file: MeteredMediaFile) => Promise<MediaSource>;

/** Opens, asks for the duration, seeks and reads a little. Answers how many milliseconds the longest turn took. */
async function longestTurn(bytes: Uint8Array, open: Open): Promise<number> {
  const file = new MeteredMediaFile(bytes);
  try {
    const source = await open(file);
    const duration = await source.duration();
    for (const part of [0, 0.7, 1]) {
      const point = await source.seek(duration * part);
      if (point !== undefined) await source.segment(point.position);
    }
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
  }
  return file.longestTurn;
}

/** The beginning of a file, and a piece of it over and over. */
function blownUp(original: Uint8Array, head: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const from = seededInteger(random, original.length - 300);
  const piece = original.slice(from, from + 1 + seededInteger(random, random() < 0.5 ? 16 : 300));
  if (random() < 0.5) piece[seededInteger(random, piece.length)] = random() < 0.5 ? 0xff : seededInteger(random, 256);
  return concat([original.subarray(0, head), repeat(piece, Math.ceil(SIZE / piece.length))]);
}

const published = new Uint8Array(readFileSync('test/vectors/rtmp/published.flv')).subarray(0, 60_000);
const song = constantFrames(40);

test.each<readonly [string, Uint8Array, number, Open]>([
  ['FLV', published, 13, (file) => openFlv(file, undefined, { smallFile: 1e9 })],
  ['FLV without index', published, 20_000, (file) => openFlv(file, undefined, { smallFile: 0 })],
  ['MP3', song, 2000, (file) => openMp3(file, undefined, { smallFile: 1e9 })],
  ['MP3 without index', song, 2000, (file) => openMp3(file, undefined, { smallFile: 0 })],
])('%s with millions of bytes of the same takes no long turns', async (_, original, head, open) => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const turn = await longestTurn(blownUp(original, head, seed), open);
    expect(turn, `seed ${seed}`).toBeLessThan(LONGEST_TURN);
  }
});

describe('MP4 with tables of hundreds of thousands of entries', () => {
  const openHere: Open = (file) => openMp4(file, { pause: file.pause });
  /** Tables, and how many words an entry has. */
  const tables = { stts: 2, ctts: 2, stsc: 3, stco: 1, co64: 2, stss: 1, stsz: 1 } as const;
  const ordinary: readonly (readonly [string, Uint8Array])[] = [
    ['stts', words(1, 1000, 30)],
    ['stsc', words(1, 1, 1000, 1)],
    ['stsz', words(1, 1000)],
    ['stco', words(1, 24)],
  ];

  test.each(Object.entries(tables))('%s', async (type, width) => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = seededRandom(seed);
      const value = () => [0, 1, 2, 24, 0xffffffff, seededInteger(random, 100_000)][seededInteger(random, 6)]!;
      const count = Math.floor(SIZE / 4 / width);
      const entries = repeat(words(...Array.from({ length: width }, value)), count);
      const long = concat(type === 'stsz' ? [u32(0), u32(count), entries] : [u32(count), entries]);
      const others = ordinary.filter(([name]) => name !== type && !(type === 'co64' && name === 'stco'));
      const boxes = [...others, [type, long] as const].map(([name, body]) => fullBox(name, 0, 0, body));
      const bytes = movie(zeros(2000), track({ handler: 'soun', entries: [aacEntry()], table: boxes }));
      const turn = await longestTurn(bytes, openHere);
      expect(turn, `seed ${seed}`).toBeLessThan(LONGEST_TURN);
    }
  });

  test('trun', async () => {
    const none = ['stts', 'stsc', 'stsz', 'stco'].map((type) => fullBox(type, 0, 0, words(0, 0)));
    const defaults = box('mvex', fullBox('trex', 0, 0, words(1, 1, 100, 4, 0)));
    const header = box('moov', movieHeader, track({ handler: 'soun', entries: [aacEntry()], table: none }), defaults);
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = seededRandom(seed);
      const size = words([0, 1, 2][seededInteger(random, 3)]!);
      const count = SIZE / 4;
      const run = fullBox('trun', 0, 0x200, u32(count), repeat(size, count));
      const runs = random() < 0.5 ? run : repeat(fullBox('trun', 0, 0x200, u32(1), size), SIZE / 20);
      const moof = box('moof', box('traf', fullBox('tfhd', 0, 0x20000, u32(1)), runs));
      const turn = await longestTurn(concat([header, moof, box('mdat', zeros(1000))]), openHere);
      expect(turn, `seed ${seed}`).toBeLessThan(LONGEST_TURN);
    }
  });
});
