import { describe, expect, test } from 'vitest';
import type { MediaSource } from '../../../src/media/media-source.js';
import { NumberColumn } from '../../../src/mp4/number-column.js';
import { openMp4 } from '../../../src/mp4/open-mp4.js';
import { SampleList } from '../../../src/mp4/sample-list.js';
import { SampleOrder } from '../../../src/mp4/sample-order.js';
import { segmentsFrom } from '../../support/media-source-reading.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';
import {
  aacEntry,
  avcEntry,
  fullBox,
  MEDIA_OFFSET,
  movie,
  table,
  track,
  words,
  zeros,
} from '../../support/mp4-boxes.js';
import { seededInteger, seededRandom } from '../../support/seeded-random.js';

/** Pictures of 40 ms with a key frame each second, and sound of 20 ms behind all of them. */
function film(seconds: number, pictureSize: number): Uint8Array {
  const pictures = Array.from({ length: seconds * 25 }, () => pictureSize);
  const sounds = Array.from({ length: seconds * 50 }, () => 8);
  const keys = Array.from({ length: seconds }, (_, i) => i * 25 + 1);
  const soundOffset = MEDIA_OFFSET + pictures.length * pictureSize;
  return movie(
    zeros(pictures.length * pictureSize + sounds.length * 8),
    track({ id: 1, handler: 'vide', entries: [avcEntry()], table: table(pictures, 40, MEDIA_OFFSET, keys) }),
    track({ id: 2, handler: 'soun', entries: [aacEntry()], table: table(sounds, 20, soundOffset) }),
  );
}

async function lengths(source: MediaSource, position = 0): Promise<number[]> {
  return (await segmentsFrom(source, position)).map(({ messages }) => messages.length);
}

describe('segments', () => {
  test('end with each second', async () => {
    expect(await lengths(await openMp4(new MemoryMediaFile(film(4, 100))))).toEqual([75, 75, 75, 75]);
  });

  test('end at 256 KiB', async () => {
    const source = await openMp4(new MemoryMediaFile(film(2, 100_000)));
    const segments = await segmentsFrom(source, 0);
    const sizes = segments.map(({ messages }) => messages.reduce((sum, { payload }) => sum + payload.length, 0));
    expect(Math.max(...sizes)).toBeLessThan(256 * 1024 + 100_100);
    expect(segments.flatMap(({ messages }) => messages)).toHaveLength(150);
  });

  test('after a seek into a second end where those of others do', async () => {
    const pictures = Array.from({ length: 100 }, () => 10);
    const file = movie(
      zeros(1000),
      track({ handler: 'vide', entries: [avcEntry()], table: table(pictures, 40, MEDIA_OFFSET, [1, 11, 40]) }),
    );
    const source = await openMp4(new MemoryMediaFile(file));
    const point = await source.seek(900);
    expect(point?.time).toBe(400);
    const [own, ...others] = await segmentsFrom(source, point!.position);
    expect(own?.next).toBe(25);
    const positions = (await segmentsFrom(source, 0)).map(({ position }) => position);
    expect(positions.slice(1)).toEqual(others.map(({ position }) => position));
  });

  test('of many empty samples at the same time end too', async () => {
    const count = 20_000;
    const table = [
      fullBox('stts', 0, 0, words(1, count, 0)),
      fullBox('stsc', 0, 0, words(1, 1, count, 1)),
      fullBox('stsz', 0, 0, words(0, count, ...Array.from({ length: count }, () => 0))),
      fullBox('stco', 0, 0, words(1, MEDIA_OFFSET)),
    ];
    const source = await openMp4(
      new MemoryMediaFile(movie(zeros(1), track({ handler: 'soun', entries: [aacEntry()], table }))),
    );
    expect((await segmentsFrom(source, 0)).length).toBe(5);
  });
});

describe('what it costs', () => {
  test('a segment is read in one piece for each track that lies elsewhere', async () => {
    const file = new MemoryMediaFile(film(60, 4000));
    const source = await openMp4(file);
    const before = { reads: file.reads, bytes: file.bytesRead };
    await source.segment((await source.seek(30_000))!.position);
    expect(file.reads - before.reads).toBe(2);
    expect(file.bytesRead - before.bytes).toBe(25 * 4000 + 50 * 8);
  });

  test('opening reads the header and little else', async () => {
    const bytes = film(60, 4000);
    const file = new MemoryMediaFile(bytes);
    await openMp4(file);
    expect(file.bytesRead).toBeLessThan(40_000);
    expect(bytes.length).toBeGreaterThan(6_000_000);
  });

  test.each([
    ['sound of a file up to 4 GiB', 2 ** 32 - 1, 400, 0, 10],
    ['pictures with B-frames of a larger one', 2 ** 40, 100_000, 80, 20],
  ])('a sample in memory: %s', (_, lastOffset, size, composition, bytes) => {
    const list = new SampleList();
    const count = 100_000;
    for (let i = 0; i < count; i++) {
      const offset = Math.floor((lastOffset / count) * i);
      list.add({ time: i * 40, presentation: i * 40 + composition, offset, size, isKey: i % 50 === 0, entry: 0 });
    }
    list.trim();
    expect(list.byteLength / count).toBeLessThan(bytes + 0.2);
  });
});

describe('columns of numbers', () => {
  test.each(['unsigned', 'signed'] as const)('%s ones are as wide as they must be', (kind) => {
    const column = new NumberColumn(kind);
    const numbers = [0, 9, 32_767, 40_000, 65_535, 65_536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 52, -1, -40_000];
    const kept: number[] = [];
    for (const number of numbers) {
      column.push(number);
      kept.push(number);
      expect(kept.map((_, i) => column.at(i))).toEqual(kept);
    }
    column.trim();
    expect(column.byteLength).toBe(numbers.length * 8);
  });

  test('find where a number belongs', () => {
    const column = new NumberColumn();
    for (const number of [3, 3, 5, 9]) column.push(number);
    expect([0, 3, 4, 5, 9, 10].map((number) => column.lowerBound(number))).toEqual([0, 0, 2, 2, 3, 4]);
  });
});

test('the order of samples and their numbers agree, whatever the tracks', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 200; round++) {
    const tracks = Array.from({ length: 1 + seededInteger(random, 3) }, () => {
      const list = new SampleList();
      let time = seededInteger(random, 30);
      for (let i = seededInteger(random, 40); i > 0; i--) {
        list.add({ time, presentation: time, offset: 0, size: 1, isKey: true, entry: 0 });
        time += seededInteger(random, 3) * 10;
      }
      return list;
    });
    const order = new SampleOrder(tracks);
    const cursor = tracks.map(() => 0);
    let last = -1;
    for (let number = 0; number < order.length; number++) {
      expect(order.locate(number)).toEqual(cursor);
      const next = order.next(cursor)!;
      const index = cursor[next]!++;
      expect(order.numberOf(next, index)).toBe(number);
      const time = tracks[next]!.times.at(index);
      expect(time).toBeGreaterThanOrEqual(last);
      last = time;
    }
    expect(order.next(cursor)).toBe(undefined);
    expect(order.locate(order.length)).toEqual(cursor);
  }
});

test('others have their turn while the header of a long file is read', async () => {
  let turns = 0;
  const pause = (): Promise<void> => {
    turns++;
    return Promise.resolve();
  };
  await openMp4(new MemoryMediaFile(film(2000, 1)), { pause });
  expect(turns).toBe(Math.floor(50_000 / 16_384) + Math.floor(100_000 / 16_384));
});
