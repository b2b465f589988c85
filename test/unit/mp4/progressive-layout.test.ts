import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { MediaError } from '../../../src/media/media-error.js';
import type { MediaFile } from '../../../src/media/media-file.js';
import { layOutProgressive } from '../../../src/mp4/progressive-layout.js';
import { boxBodies, words } from '../../support/mp4-written-boxes.js';
import { laidOut } from '../../support/mp4-laid-out.js';
import { recordMp4 } from '../../support/mp4-recording.js';
import { OTHER_AAC, OTHER_AVC, stream } from '../../support/mp4-stream.js';
import { seededInteger, seededRandom } from '../../support/seeded-random.js';

const headers = [stream.avcHeader(), stream.aacHeader()];
const recording = recordMp4([...headers, ...stream.seconds(5)]);

/** The body of a table of a track, 0 or 1, without version and flags, as numbers. */
function table(bytes: Uint8Array, track: number, type: string): number[] {
  const stbl = boxBodies(bytes, 'moov/trak/mdia/minf/stbl')[track]!;
  return words(boxBodies(stbl, type)[0] ?? new Uint8Array(0), 4);
}

/** The bytes of each sample, found by the tables. */
function media(bytes: Uint8Array, track: number): Uint8Array[] {
  const sizes = table(bytes, track, 'stsz').slice(2);
  const [, ...chunks] = table(bytes, track, 'stco');
  const runs = table(bytes, track, 'stsc').slice(1);
  const samples: Uint8Array[] = [];
  chunks.forEach((offset, chunk) => {
    const run = runs.findLastIndex((first, i) => i % 3 === 0 && first <= chunk + 1);
    for (let i = 0; i < runs[run + 1]!; i++) {
      const size = sizes[samples.length]!;
      samples.push(bytes.subarray(offset, offset + size));
      offset += size;
    }
  });
  return samples;
}

function error(code: string): unknown {
  return expect.objectContaining({ name: MediaError.name, code });
}

describe('a recording', () => {
  test('has the tables of its fragments', async () => {
    const { bytes, layout } = await laidOut([recording.bytes]);
    expect(layout).toMatchObject({ size: bytes.length, cutOff: 0 });
    // 216 frames of 1024 samples: the last begins before five seconds.
    expect(layout.duration).toBe(Math.ceil((216 * 1024) / 44.1));
    expect(table(bytes, 0, 'stts')).toEqual([1, 125, 3600]);
    expect(table(bytes, 0, 'stss')).toEqual([5, 1, 26, 51, 76, 101]);
    expect(table(bytes, 0, 'ctts')).toEqual([]);
    expect(table(bytes, 1, 'stts')).toEqual([1, 216, 1024]);
    expect(table(bytes, 1, 'stss')).toEqual([]);
    const frames = media(bytes, 0);
    expect(frames.map(({ length }) => length)).toEqual(Array.from({ length: 125 }, (_, i) => 100 + i));
    expect(frames.map(([first]) => first)).toEqual(Array.from({ length: 125 }, (_, i) => (i * 40) & 0xff));
    expect(media(bytes, 1).map(([first]) => first)).toEqual(
      Array.from({ length: 216 }, (_, i) => Math.round((i * 1024) / 44.1) & 0xff),
    );
  });

  test('begins where the fragments begin: edits, and negative composition times', async () => {
    const pictures = [stream.avc(0, 'key', 80), stream.avc(40, 'inter', 160), stream.avc(80, 'disposable', -20)];
    const { bytes } = await laidOut([recordMp4([...headers, ...pictures, stream.aac(90)]).bytes]);
    const edits = boxBodies(bytes, 'moov/trak/edts/elst').map((body) => words(body));
    expect(edits).toEqual([
      [0, 1, 40, 7200, 0x10000],
      [0, 2, 10, -1, 0x10000, 24, 0, 0x10000],
    ]);
    expect(table(bytes, 0, 'ctts')).toEqual([3, 1, 7200, 1, 14_400, 1, -1800]);
    expect(boxBodies(bytes, 'moov/trak/mdia/minf/stbl/ctts')[0]![0]).toBe(1);
  });

  test('that is cut off keeps every whole fragment', async () => {
    const ends = recording.fragments.reduce<number[]>((sum, { length }) => [...sum, (sum.at(-1) ?? 0) + length], []);
    const random = seededRandom(4);
    for (let i = 0; i < 200; i++) {
      const cut = seededInteger(random, recording.bytes.length);
      const whole = ends.filter((end) => end <= cut).length;
      const layout = laidOut([recording.bytes.slice(0, cut)]);
      if (whole === 0) {
        await expect(layout).rejects.toThrow(MediaError);
        continue;
      }
      const expected = await laidOut([concat(recording.fragments.slice(0, whole))]);
      expect(Buffer.compare((await layout).bytes, expected.bytes)).toBe(0);
      expect((await layout).layout.cutOff).toBe(cut - ends[whole - 1]!);
    }
  });

  test('of nothing', async () => {
    await expect(laidOut([new Uint8Array(0)])).rejects.toEqual(error('truncated'));
    const header = recording.bytes.slice(0, recording.bytes.length - mediaAndFragments(recording.bytes));
    await expect(laidOut([header])).rejects.toEqual(error('no-track'));
  });

  test('is told what it is', async () => {
    const { bytes } = await laidOut([recording.bytes], 0, { encoder: 'Ä', creationTime: 1_000_000_000 });
    expect(words(boxBodies(bytes, 'moov/mvhd')[0]!).slice(1, 3)).toEqual([3_082_844_800 | 0, 3_082_844_800 | 0]);
    const [meta] = boxBodies(bytes, 'moov/udta/meta');
    expect(boxBodies(meta!.subarray(4), 'ilst/\u00a9too/data')[0]!.subarray(8)).toEqual(new TextEncoder().encode('Ä'));
  });
});

/** Bytes of all boxes but ftyp and moov. */
function mediaAndFragments(bytes: Uint8Array): number {
  return ['moof', 'mdat'].flatMap((type) => boxBodies(bytes, type)).reduce((sum, { length }) => sum + 8 + length, 0);
}

describe('several parts', () => {
  const second = recordMp4([...headers.toReversed(), ...stream.seconds(2, 700_000)]).bytes;

  test.each([
    ['fragmented', (): Promise<Uint8Array> => Promise.resolve(recording.bytes)],
    ['ordinary', async (): Promise<Uint8Array> => (await laidOut([recording.bytes])).bytes],
  ])('a new recording behind one that is %s', async (_, first) => {
    const { bytes, layout } = await laidOut([await first(), second]);
    expect(layout.size).toBe(bytes.length);
    // Sound of the first part ends after its pictures; the second begins for both where that ended.
    const begin = Math.round((216 * 1024 * 90_000) / 44_100);
    expect(table(bytes, 0, 'stts')).toEqual([3, 124, 3600, 1, begin - 124 * 3600, 50, 3600]);
    expect(table(bytes, 1, 'stts')).toEqual([1, 216 + 87, 1024]);
    expect(media(bytes, 0).map(({ length }) => length)).toEqual(
      [125, 50].flatMap((count) => Array.from({ length: count }, (_, i) => 100 + i)),
    );
    expect(media(bytes, 1)).toHaveLength(216 + 87);
  });

  test('with a gap between them', async () => {
    const { bytes } = await laidOut([recording.bytes, second], 3000);
    expect(table(bytes, 1, 'stts')).toEqual([3, 215, 1024, 1, 1024 + 3 * 44_100, 87, 1024]);
  });

  test.each([
    ['another picture', [stream.avcHeader(0, OTHER_AVC), stream.aacHeader()]],
    ['other sound', [stream.avcHeader(), stream.aacHeader(0, OTHER_AAC)]],
    ['no sound', [stream.avcHeader()]],
  ])('%s does not go with them', async (_, headersOfSecond) => {
    const other = recordMp4([...headersOfSecond, ...stream.seconds(3)]).bytes;
    await expect(laidOut([recording.bytes, other])).rejects.toEqual(error('unsupported'));
  });
});

test('more than 4 GiB: offsets and the size of the media have 64 bits', async () => {
  const { bytes } = await laidOut([recording.bytes]);
  const head = bytes.slice(0, bytes.length - boxBodies(bytes, 'mdat')[0]!.length);
  const length = 3 * 2 ** 30;
  // The same file with 3 GiB of media, whose bytes nobody looks at.
  new DataView(head.buffer).setUint32(head.length - 8, length + 8);
  const file: MediaFile = {
    size: head.length + length,
    version: '',
    isGrowing: false,
    read: (offset, size) => Promise.resolve(head.slice(offset, offset + size)),
    refresh: () => Promise.resolve(),
  };
  const layout = await layOutProgressive([{ file }, { file }]);
  expect([...layout.ranges]).toEqual([0, 1].map((part) => ({ part, offset: head.length, length })));
  expect(layout.size).toBe(layout.head.length + 2 * length);
  expect(words(layout.head.subarray(-16))).toEqual([1, 0x6d646174, 1, 2 ** 31 + 16].map((word) => word | 0));
  const [, ...before] = table(bytes, 0, 'stco').map((offset) => offset - head.length + layout.head.length);
  const behind = before.map((offset) => offset + length);
  const [count, ...offsets] = table(layout.head.subarray(0, -16), 0, 'co64');
  expect(count).toBe(before.length + behind.length);
  expect(offsets).toEqual([...before, ...behind].flatMap((offset) => [Math.floor(offset / 2 ** 32), offset | 0]));
});
