import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { openMp4 } from '../../../src/mp4/open-mp4.js';
import { raw, repeat, u32 } from '../../support/hostile-bytes.js';
import { playedFrom } from '../../support/media-source-reading.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';
import {
  aacEntry,
  avcEntry,
  box,
  fullBox,
  MEDIA_OFFSET,
  movie,
  movieHeader,
  table,
  track,
  u64,
  words,
  zeros,
} from '../../support/mp4-boxes.js';

const media = zeros(64);
const ftyp = box('ftyp', 'isom', u32(0));

const withTable = (...boxes: Uint8Array[]): Uint8Array =>
  movie(media, track({ handler: 'soun', entries: [aacEntry()], table: boxes }));

const sizes = (constant: number, count: number, ...listed: number[]): Uint8Array =>
  fullBox('stsz', 0, 0, words(constant, count, ...listed));
const steps = fullBox('stts', 0, 0, words(1, 3, 30));
const chunks = fullBox('stsc', 0, 0, words(1, 1, 3, 1));
const offsets = fullBox('stco', 0, 0, words(1, MEDIA_OFFSET));

/** A box in a box in a box … as deep as that. */
function nested(depth: number): Uint8Array {
  const bytes = new Uint8Array(depth * 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < depth; i++) {
    view.setUint32(i * 8, (depth - i) * 8);
    bytes.set(raw('moov'), i * 8 + 4);
  }
  return bytes;
}

describe('refused when opened', () => {
  test.each<readonly [string, Uint8Array, string]>([
    ['nothing', zeros(0), 'truncated'],
    ['a few bytes', zeros(5), 'truncated'],
    ['no header', concat([ftyp, box('mdat', media)]), 'truncated'],
    ['a size of 0 on another box than the last', concat([ftyp, u32(0), raw('free'), withTable()]), 'truncated'],
    ['a size of 1 without the size that follows', concat([ftyp, u32(1), raw('mdat')]), 'truncated'],
    ['a size of 2', concat([ftyp, u32(2), raw('moov'), zeros(40)]), 'malformed'],
    ['a long size of 4', concat([ftyp, u32(1), raw('moov'), u64(4), zeros(40)]), 'malformed'],
    ['a long size of 2^63', concat([ftyp, u32(1), raw('moov'), words(0x80000000, 0), zeros(40)]), 'malformed'],
    ['a header beyond the end of the file', concat([ftyp, u32(0x7fffffff), raw('moov'), zeros(40)]), 'truncated'],
    ['boxes in boxes 100,000 deep', nested(100_000), 'malformed'],
    ['a compressed header', box('moov', movieHeader, box('cmov', zeros(20))), 'unsupported'],
    [
      'a track that is longer than the header',
      box('moov', movieHeader, u32(0xffff), raw('trak'), zeros(20)),
      'truncated',
    ],
    ['257 tracks', box('moov', movieHeader, repeat(box('trak'), 257)), 'malformed'],
    ['no track', box('moov', movieHeader), 'no-track'],
    ['a track without times', withTable(sizes(0, 3, 1, 1, 1), chunks, offsets), 'malformed'],
    ['a track without sizes', withTable(steps, chunks, offsets), 'malformed'],
    ['a track without chunks', withTable(steps, chunks, sizes(0, 3, 1, 1, 1)), 'malformed'],
    [
      'samples beyond the end, the first among them',
      withTable(steps, chunks, offsets, sizes(0, 3, 4000, 1, 1)),
      'truncated',
    ],
    [
      'a chunk beyond the end',
      withTable(steps, chunks, sizes(0, 1, 1), fullBox('stco', 0, 0, words(1, 5000))),
      'truncated',
    ],
    [
      'a chunk at 2^60',
      withTable(steps, chunks, sizes(0, 1, 1), fullBox('co64', 0, 0, words(1, 0x10000000, 0))),
      'truncated',
    ],
    ['4 billion sizes that are not there', withTable(steps, chunks, offsets, sizes(0, 0xffffffff)), 'malformed'],
    ['a million sizes that are not there', withTable(steps, chunks, offsets, sizes(0, 1_000_000)), 'truncated'],
    ['4 billion samples of a byte', withTable(steps, chunks, offsets, sizes(1, 0xffffffff)), 'malformed'],
    ['a million samples of a byte', withTable(steps, chunks, offsets, sizes(1, 1_000_000)), 'truncated'],
    [
      'a table of times that ends early',
      withTable(fullBox('stts', 0, 0, words(9, 1, 30)), chunks, offsets, sizes(1, 3)),
      'truncated',
    ],
    [
      'chunks that are not there',
      withTable(steps, fullBox('stsc', 0, 0, words(1, 1, 1, 1)), fullBox('stco', 0, 0, words(900, 24)), sizes(1, 3)),
      'truncated',
    ],
    [
      'times beyond 49 days',
      withTable(
        fullBox('stts', 0, 0, words(1, 4, 0x7fffffff)),
        fullBox('stsc', 0, 0, words(1, 1, 4, 1)),
        offsets,
        sizes(1, 4),
      ),
      'malformed',
    ],
    [
      '0 ticks a second',
      movie(media, track({ handler: 'soun', timescale: 0, entries: [aacEntry()], table: [] })),
      'malformed',
    ],
    [
      '5,000 descriptions of samples',
      movie(media, track({ handler: 'vide', entries: Array.from({ length: 5000 }, () => box('zzzz')), table: [] })),
      'malformed',
    ],
  ])('%s', async (_, bytes, code) => {
    const file = new MemoryMediaFile(bytes);
    await expect(openMp4(file)).rejects.toMatchObject({ name: 'MediaError', code });
    expect(file.reads).toBeLessThan(10);
    expect(file.bytesRead).toBeLessThanOrEqual(bytes.length + 10 * 4096);
  });

  test.each([
    ['an empty file', zeros(0), 'the file is empty'],
    ['media without a header', concat([ftyp, box('mdat', media)]), 'there is no moov box: it is no MP4, or'],
  ])('%s is said to be that', async (_what, bytes, says) => {
    await expect(openMp4(new MemoryMediaFile(bytes))).rejects.toThrow(says);
  });

  test('more boxes than are read', async () => {
    const file = new MemoryMediaFile(repeat(box('free'), 20_000));
    await expect(openMp4(file, { maxBoxes: 10_000 })).rejects.toMatchObject({ code: 'malformed' });
  });

  test.each([
    ['a movie', (boxes: Uint8Array) => box('moov', boxes, movieHeader)],
    ['a track', (boxes: Uint8Array) => box('moov', movieHeader, box('trak', boxes, box('mdia')))],
    ['user data', (boxes: Uint8Array) => box('moov', movieHeader, box('udta', boxes))],
  ])('millions of boxes in %s do not hold up the others', async (_, header) => {
    const boxes = box('free');
    const file = new MemoryMediaFile(header(new Uint8Array(6_000_000 * 8).map((_byte, i) => boxes[i % 8]!)));
    const start = performance.now();
    await expect(openMp4(file)).rejects.toMatchObject({ name: 'MediaError' });
    expect(performance.now() - start).toBeLessThan(2000);
  });

  /** Millions of entries of a table. */
  const many = (type: string, count: number, ...entry: number[]): Uint8Array =>
    fullBox(type, 0, 0, u32(count), repeat(words(...entry), count));

  test.each<readonly [string, Uint8Array]>([
    [
      'chunks without samples',
      withTable(steps, fullBox('stsc', 0, 0, words(1, 1, 0, 1)), many('stco', 4_000_000, 0), sizes(1, 3)),
    ],
    [
      'runs of chunks that begin with the same',
      withTable(steps, many('stsc', 2_000_000, 1, 1, 1), offsets, sizes(1, 3)),
    ],
    ['steps of no samples', withTable(many('stts', 2_000_000, 0, 30), chunks, offsets, sizes(1, 3))],
    ['composition times of no samples', withTable(steps, chunks, offsets, sizes(1, 3), many('ctts', 2_000_000, 0, 30))],
    ['key frames before the first', withTable(steps, chunks, offsets, sizes(1, 3), many('stss', 4_000_000, 0))],
  ])('millions of %s are not read', async (_, bytes) => {
    await expect(openMp4(new MemoryMediaFile(bytes))).rejects.toThrow(/more than 65536 entries of .* without samples/);
  });

  describe('samples beyond the memory they may take', () => {
    const bytesOf = async (bytes: Uint8Array): Promise<number> =>
      (await openMp4(new MemoryMediaFile(bytes))).index.samples.reduce((sum, list) => sum + list.byteLength, 0);
    const alike = (count: number, times: Uint8Array) =>
      movie(
        zeros(count),
        track({
          handler: 'soun',
          entries: [aacEntry()],
          table: [times, fullBox('stsc', 0, 0, words(1, 1, count, 1)), offsets, sizes(1, count)],
        }),
      );

    test('that are announced', async () => {
      const file = new MemoryMediaFile(alike(100_000, many('stts', 1, 100_000, 0)));
      await expect(openMp4(file, { maxTableMemory: 500_000 })).rejects.toMatchObject({ code: 'malformed' });
    });

    test('that need wide columns', async () => {
      const file = alike(100_000, many('stts', 1, 100_000, 30));
      const memory = await bytesOf(file);
      expect(memory).toBeGreaterThan(1_000_000);
      await openMp4(new MemoryMediaFile(file), { maxTableMemory: memory + 1000 });
      const opening = openMp4(new MemoryMediaFile(file), { maxTableMemory: memory - 100_000 });
      await expect(opening).rejects.toThrow('samples beyond');
    });

    test('of several tracks together', async () => {
      const text = (id: number) =>
        track({
          id,
          handler: 'text',
          entries: [box('tx3g', zeros(38))],
          table: [steps, fullBox('stsc', 0, 0, words(1, 1, 50_000, 1)), offsets, sizes(1, 50_000)],
        });
      const sound = track({ handler: 'soun', entries: [aacEntry()], table: [steps, chunks, offsets, sizes(1, 3)] });
      const file = movie(zeros(50_000), sound, text(2), text(3));
      const memory = await bytesOf(file);
      await openMp4(new MemoryMediaFile(file), { maxTableMemory: memory + 1000 });
      const opening = openMp4(new MemoryMediaFile(file), { maxTableMemory: memory * 0.9 });
      await expect(opening).rejects.toThrow('samples beyond');
    });
  });

  test('a header that is larger than it may be is not read', async () => {
    const file = new MemoryMediaFile(box('moov', movieHeader, zeros(100_000)));
    await expect(openMp4(file, { maxHeaderSize: 50_000 })).rejects.toMatchObject({ code: 'malformed' });
    expect(file.bytesRead).toBeLessThan(10_000);
  });

  test('more samples than are read', async () => {
    const file = withTable(steps, chunks, offsets, sizes(1, 3));
    await expect(openMp4(new MemoryMediaFile(file), { maxSamples: 2 })).rejects.toMatchObject({ code: 'malformed' });
  });
});

describe('of no consequence', () => {
  const play = async (bytes: Uint8Array): Promise<number> =>
    (await playedFrom(await openMp4(new MemoryMediaFile(bytes)), 0)).filter(({ payload }) => payload[1] === 1).length;

  test.each<readonly [string, Uint8Array, number]>([
    [
      'more sizes than chunks have room for',
      withTable(steps, fullBox('stsc', 0, 0, words(1, 1, 2, 1)), offsets, sizes(1, 3)),
      2,
    ],
    ['times for fewer samples', withTable(fullBox('stts', 0, 0, words(1, 1, 30)), chunks, offsets, sizes(1, 3)), 3],
    [
      'runs of no samples',
      withTable(fullBox('stts', 0, 0, words(3, 0, 9, 0, 9, 3, 30)), chunks, offsets, sizes(1, 3)),
      3,
    ],
    [
      'a step back in time',
      withTable(fullBox('stts', 0, 0, words(2, 1, -9000, 2, 30)), chunks, offsets, sizes(1, 3)),
      3,
    ],
    [
      'key frames out of order',
      withTable(steps, chunks, offsets, sizes(1, 3), fullBox('stss', 0, 0, words(3, 9, 1, 2))),
      3,
    ],
    [
      'a description that is not there',
      withTable(steps, fullBox('stsc', 0, 0, words(1, 1, 3, 7)), offsets, sizes(1, 3)),
      0,
    ],
    ['empty samples', withTable(steps, chunks, offsets, sizes(0, 3, 0, 1, 0)), 1],
    ['garbage behind the header', concat([withTable(steps, chunks, offsets, sizes(1, 3)), u32(3), zeros(20)]), 3],
  ])('%s', async (_, bytes, frames) => {
    expect(await play(bytes)).toBe(frames);
  });

  test('a NAL unit that is longer than its sample', async () => {
    const entry = avcEntry(1);
    const file = movie(
      raw(0xff, 0x65, 0x11),
      track({ handler: 'vide', entries: [entry], table: table([3], 40, MEDIA_OFFSET) }),
    );
    const [, frame] = await playedFrom(await openMp4(new MemoryMediaFile(file)), 0);
    expect([...frame!.payload]).toEqual([0x17, 1, 0, 0, 0, 0, 0, 0, 2, 0x65, 0x11]);
  });
});
