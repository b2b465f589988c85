import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import type { MediaMessage } from '../../../src/media/media-message.js';
import { openMp4 } from '../../../src/mp4/open-mp4.js';
import { u32 } from '../../support/hostile-bytes.js';
import { playedFrom, segmentsFrom } from '../../support/media-source-reading.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';
import { aacEntry, avcEntry, box, fullBox, movieHeader, track, words, zeros } from '../../support/mp4-boxes.js';

const noSamples = ['stts', 'stsc', 'stsz', 'stco'].map((type) => fullBox(type, 0, 0, words(0, 0)));

const header = box(
  'moov',
  movieHeader,
  track({ id: 1, handler: 'vide', entries: [avcEntry()], table: noSamples }),
  track({ id: 2, handler: 'soun', entries: [aacEntry()], table: noSamples }),
  box('mvex', fullBox('trex', 0, 0, words(1, 1, 100, 4, 0x10000)), fullBox('trex', 0, 0, words(2, 1, 50, 2, 0))),
);

const MOOF_BASE = 0x20000;
const KEY = 0x2000000;

/** A second of pictures of 100 ms, the first of them a key frame, and of sound of 50 ms. */
function second(from: number, parts: { pictures?: number; sounds?: number } = {}): Uint8Array {
  const { pictures = 10, sounds = 20 } = parts;
  const build = (dataAt: number): Uint8Array => {
    const traf = (id: number, count: number, at: number, ...first: number[]): Uint8Array =>
      box(
        'traf',
        fullBox('tfhd', 0, MOOF_BASE, u32(id)),
        fullBox('tfdt', 1, 0, words(0, from)),
        fullBox('trun', 0, first.length === 0 ? 1 : 5, words(count, at, ...first)),
      );
    const tracks = [
      ...(pictures > 0 ? [traf(1, pictures, dataAt, KEY)] : []),
      ...(sounds > 0 ? [traf(2, sounds, dataAt + pictures * 4)] : []),
    ];
    return box('moof', fullBox('mfhd', 0, 0, u32(1)), ...tracks);
  };
  const moof = build(build(0).length + 8);
  return concat([moof, box('mdat', zeros(pictures * 4 + sounds * 2))]);
}

const describeFrames = (messages: readonly MediaMessage[]): string[] =>
  messages
    .filter(({ kind, payload }) => payload[1] === 1 && kind === 'video')
    .map(({ timestamp, payload }) => `${timestamp}${payload[0] === 0x17 ? ' key' : ''}`);

describe('a file in fragments', () => {
  const three = concat([header, second(0), second(1000), second(2000)]);

  test('plays them all', async () => {
    const source = await openMp4(new MemoryMediaFile(three));
    expect(await source.duration()).toBe(3000);
    const messages = await playedFrom(source, 0);
    expect(messages.filter(({ kind }) => kind === 'audio')).toHaveLength(1 + 60);
    expect(describeFrames(messages)).toHaveLength(30);
    expect(describeFrames(await playedFrom(source, 1999))[0]).toBe('1000 key');
    expect(await source.seek(3001)).toBe(undefined);
  });

  test('plays as far as its samples have room in memory', async () => {
    const file = concat([header, second(0, { pictures: 9000 }), second(1_000_000)]);
    const whole = await (await openMp4(new MemoryMediaFile(file))).duration();
    const source = await openMp4(new MemoryMediaFile(file), { maxTableMemory: 50_000 });
    const end = await source.duration();
    expect(whole).toBe(1_001_000);
    expect(end).toBeGreaterThan(100_000);
    expect(end).toBeLessThan(900_000);
    expect(describeFrames(await playedFrom(source, 0)).length).toBeGreaterThan(1000);
  });

  test('with many samples in one of them gives others their turn', async () => {
    let pauses = 0;
    const pause = () => Promise.resolve(void pauses++);
    const source = await openMp4(new MemoryMediaFile(concat([header, second(0, { pictures: 100_000 })])), { pause });
    expect(await source.duration()).toBe(10_000_000);
    expect(pauses).toBe(6);
  });

  test('that begins late begins with 0', async () => {
    const source = await openMp4(new MemoryMediaFile(concat([header, second(700_000), second(701_000)])));
    expect(describeFrames(await playedFrom(source, 1000))[0]).toBe('1000 key');
  });

  test('that is cut off ends where it is cut, wherever that is', async () => {
    const frames = new Set<number>();
    for (let size = header.length; size < three.length; size += 7) {
      const source = await openMp4(new MemoryMediaFile(three.subarray(0, size)));
      const messages = await playedFrom(source, 0);
      frames.add(describeFrames(messages).length);
    }
    expect(Math.max(...frames)).toBe(30);
    expect(Math.min(...frames)).toBe(0);
  });

  test('that is broken in the middle ends there', async () => {
    const broken = three.slice();
    broken.fill(0xff, header.length + second(0).length + 8, header.length + second(0).length + 40);
    const source = await openMp4(new MemoryMediaFile(broken));
    expect(await source.duration()).toBe(1000);
  });

  test('a run that announces what is not there ends it', async () => {
    const run = (...fields: number[]): Uint8Array =>
      concat([
        header,
        second(0),
        box(
          'moof',
          box('traf', fullBox('tfhd', 0, MOOF_BASE, u32(1)), fullBox('trun', 0, fields[0]!, words(...fields.slice(1)))),
        ),
        box('mdat', zeros(100)),
      ]);
    for (const bytes of [run(0, 0xffffffff), run(0x200, 0xffffffff), run(1, 30_000_000, 0), run(1, 3, -500_000)]) {
      const source = await openMp4(new MemoryMediaFile(bytes));
      expect(describeFrames(await playedFrom(source, 0))).toHaveLength(10);
    }
  });
});

describe('a file that grows', () => {
  test('plays to its present end and goes on, in segments that stay', async () => {
    const file = new MemoryMediaFile(header, 'v', true);
    const source = await openMp4(file);
    expect(source.isGrowing).toBe(true);
    expect((await source.seek(0))?.setup).toHaveLength(2);
    expect(await source.segment(0)).toEqual({ position: 0, messages: [], next: undefined });
    file.append(second(0));
    const first = await source.segment(0);
    expect(describeFrames(first.messages).at(-1)).toBe('800');
    expect(first.next).toBe(undefined);
    file.append(second(1000).subarray(0, 100));
    expect((await source.segment(0)).next).toBe(undefined);
    file.append(concat([second(1000).subarray(100), second(2000)]));
    const again = await source.segment(0);
    expect(again.messages.slice(0, first.messages.length).map(({ timestamp }) => timestamp)).toEqual(
      first.messages.map(({ timestamp }) => timestamp),
    );
    expect(again.next).toBe(30);
    file.willGrow = false;
    const segments = await segmentsFrom(source, 0);
    expect(source.isGrowing).toBe(false);
    expect(segments.map(({ messages }) => messages.length)).toEqual([30, 30, 30]);
    expect(await source.duration()).toBe(3000);
  });

  test('does not wait for sound that has ended', async () => {
    const file = new MemoryMediaFile(concat([header, second(0)]), 'v', true);
    const source = await openMp4(file, { maxTrackLag: 2000 });
    file.append(concat([1, 2, 3, 4].map((at) => second(at * 1000, { sounds: 0 }))));
    const messages = (await segmentsFrom(source, 0)).flatMap((segment) => segment.messages);
    expect(describeFrames(messages).at(-1)).toBe('2800');
  });

  test('one walk serves all who wait for it', async () => {
    const file = new MemoryMediaFile(concat([header, ...[0, 1, 2, 3].map((at) => second(at * 1000))]), 'v', true);
    const source = await openMp4(file);
    const played = await Promise.all([0, 30, 60].map((position) => source.segment(position)));
    expect(played.map(({ messages }) => messages.length)).toEqual([30, 30, 30]);
  });
});
