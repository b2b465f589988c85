import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { MediaError } from '../../../src/media/media-error.js';
import { openId3 } from '../../../src/mp3/open-id3.js';
import { readId3 } from '../../../src/mp3/read-id3.js';
import { raw, u24, u32 } from '../../support/hostile-bytes.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';
import { mp3Frame } from '../../support/mp3-frames.js';

const safe = (n: number) => raw((n >> 21) & 0x7f, (n >> 14) & 0x7f, (n >> 7) & 0x7f, n & 0x7f);
const frame22 = (id: string, content: Uint8Array) => raw(id, u24(content.length), content);
const frame23 = (id: string, content: Uint8Array, flags = 0) => raw(id, u32(content.length), 0, flags, content);
const frame24 = (id: string, content: Uint8Array, flags = 0) => raw(id, safe(content.length), 0, flags, content);
const tag = (version: number, flags: number, ...frames: Uint8Array[]) => {
  const body = concat(frames);
  return raw('ID3', version, 0, flags, safe(body.length), body);
};
const utf16 = (text: string) =>
  Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8]));
const utf16be = (text: string) =>
  Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 0xff]));
const old = (track: number, genre: number) => {
  const bytes = new Uint8Array(128);
  bytes.set(raw('TAG', 'Song'));
  bytes.set(raw('Singer'), 33);
  bytes.set(raw('Long Album Name That Fills All!').subarray(0, 30), 63);
  bytes.set(raw('1999'), 93);
  bytes.set([0, track, genre], 125);
  return bytes;
};
const frame = mp3Frame();

const cases: readonly { name: string; bytes: Uint8Array; tags: Record<string, string>; from: number; cut?: number }[] =
  [
    { name: 'none', bytes: frame, tags: {}, from: 0 },
    {
      name: 'ID3v1.1',
      bytes: concat([frame, old(7, 17)]),
      tags: {
        songname: 'Song',
        artist: 'Singer',
        album: 'Long Album Name That Fills All',
        year: '1999',
        track: '7',
        genre: '17',
      },
      from: 0,
      cut: 128,
    },
    {
      name: 'ID3v2.2',
      bytes: concat([tag(2, 0, frame22('TT2', raw(0, 'A b\0')), frame22('XYZ', raw(1, 2))), frame]),
      tags: { TIT2: 'A b', songname: 'A b' },
      from: 10 + 11 + 8,
    },
    {
      name: 'ID3v2.3 in UTF-16 of both byte orders, with a comment',
      bytes: concat([
        tag(
          3,
          0,
          frame23('TPE1', raw(1, 0xff, 0xfe, utf16('Ωmega'))),
          frame23('TALB', raw(1, 0xfe, 0xff, utf16be('Ωlbum'))),
          frame23('COMM', raw(0, 'eng', 'what', 0, 'Hello')),
          frame23('APIC', new Uint8Array(300)),
          frame23('TYER', raw(0, '2001')),
        ),
        frame,
      ]),
      tags: {
        TPE1: 'Ωmega',
        artist: 'Ωmega',
        TALB: 'Ωlbum',
        album: 'Ωlbum',
        COMM: 'Hello',
        comment: 'Hello',
        TYER: '2001',
        year: '2001',
      },
      from: 10 + 10 + 13 + 10 + 13 + 10 + 14 + 310 + 15,
    },
    {
      name: 'ID3v2.3 with extended header, unsynchronised',
      bytes: concat([tag(3, 0xc0, u32(6), raw(0, 0, 0, 0, 0, 0), raw('TIT2', u32(3), 0, 0, 0, 0xff, 0, 0xe1)), frame]),
      tags: { TIT2: 'ÿá', songname: 'ÿá' },
      from: 10 + 10 + 10 + 4,
    },
    {
      name: 'ID3v2.4 with footer, extended header, several texts, a frame of its own unsynchronisation',
      bytes: concat([
        tag(4, 0x50, safe(6), raw(1, 0), frame24('TIT2', raw(3, 'Ä\0Ö')), frame24('TCON', raw(0, 0xff, 0, 0xe1), 2)),
        raw('3DI', 4, 0, 0x50, safe(0)),
        frame,
      ]),
      tags: { TIT2: 'Ä/Ö', songname: 'Ä/Ö', TCON: 'ÿá', genre: 'ÿá' },
      from: 10 + 6 + 16 + 14 + 10,
    },
    {
      name: 'ID3v2.4 with sizes as iTunes wrote them',
      bytes: concat([
        tag(4, 0, raw('TIT2', u32(200), 0, 0, 3, 'x'.repeat(199)), frame24('TCON', raw(3, 'Pop'))),
        frame,
      ]),
      tags: { TIT2: 'x'.repeat(199), songname: 'x'.repeat(199), TCON: 'Pop', genre: 'Pop' },
      from: 10 + 210 + 14,
    },
    {
      name: 'compressed and encrypted frames',
      bytes: concat([
        tag(4, 0, frame24('TIT2', raw(3, 'a'), 8), frame24('TPE1', raw(3, 'b'), 4), frame24('TALB', raw(3, 'c'))),
        frame,
      ]),
      tags: { TALB: 'c', album: 'c' },
      from: 10 + 36,
    },
    {
      name: 'two tags, the first of which counts',
      bytes: concat([tag(3, 0, frame23('TIT2', raw(0, 'one'))), tag(3, 0, frame23('TIT2', raw(0, 'two'))), frame]),
      tags: { TIT2: 'one', songname: 'one' },
      from: 48,
    },
    {
      name: 'a tag of 256 MB',
      bytes: concat([raw('ID3', 3, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f), frame]),
      tags: {},
      from: 10,
    },
    {
      name: 'a frame that claims too much',
      bytes: concat([tag(3, 0, frame23('TIT2', raw(0, 'ok')), raw('TPE1', u32(0x7fffffff), 0, 0, 0, 'x')), frame]),
      tags: { TIT2: 'ok', songname: 'ok' },
      from: 10 + 13 + 12,
    },
  ];

describe('ID3', () => {
  test.each(cases)('$name', async ({ bytes, tags, from, cut = 0 }) => {
    const reading = await readId3(new MemoryMediaFile(bytes));
    expect(reading.sound).toEqual({ from, to: bytes.length - cut });
    expect(Object.fromEntries(reading.tags)).toEqual(tags);
  });

  test('unsynchronisation of a whole tag is undone before its frames are read', async () => {
    const body = concat([frame23('TIT2', raw(0, 0xff, 0xe1)), frame23('TPE1', raw(0, 'x'))]);
    const stuffed = Uint8Array.from([...body].flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])));
    const bytes = concat([raw('ID3', 3, 0, 0x80, safe(stuffed.length), stuffed), frame]);
    const { tags } = await readId3(new MemoryMediaFile(bytes));
    expect(Object.fromEntries(tags)).toEqual({ TIT2: 'ÿá', songname: 'ÿá', TPE1: 'x', artist: 'x' });
  });

  test('texts full of zeros cost little time', async () => {
    const text = raw(0, new Uint8Array(16_000), 'x');
    const bytes = concat([tag(3, 0, ...Array.from({ length: 60 }, () => frame23('TIT2', text))), frame]);
    const start = performance.now();
    const { tags } = await readId3(new MemoryMediaFile(bytes));
    expect(performance.now() - start).toBeLessThan(2000);
    expect(tags.get('TIT2')).toBe('/x');
  });

  test('a file without tags has nothing to tell', async () => {
    await expect(openId3(new MemoryMediaFile(frame))).rejects.toMatchObject({ name: 'MediaError', code: 'no-track' });
    await expect(openId3(new MemoryMediaFile(frame))).rejects.toBeInstanceOf(MediaError);
  });
});
