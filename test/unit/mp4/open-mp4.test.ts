import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import type { MediaSource } from '../../../src/media/media-source.js';
import { openMp4 } from '../../../src/mp4/open-mp4.js';
import { raw, u16, u32 } from '../../support/hostile-bytes.js';
import { toHex } from '../../support/hex.js';
import { framesOf, playedFrom } from '../../support/media-source-reading.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';
import {
  aacConfiguration,
  aacEntry,
  avcConfiguration,
  avcEntry,
  box,
  esds,
  fullBox,
  MEDIA_OFFSET,
  movie,
  movieHeader,
  soundEntry,
  table,
  track,
  words,
  zeros,
} from '../../support/mp4-boxes.js';

function open(bytes: Uint8Array): Promise<MediaSource> {
  return openMp4(new MemoryMediaFile(bytes));
}

async function hexFrom(bytes: Uint8Array, time = 0): Promise<string[]> {
  return (await playedFrom(await open(bytes), time)).map(
    ({ kind, timestamp, payload }) => `${kind} ${timestamp} ${toHex(payload)}`,
  );
}

const media = Uint8Array.from({ length: 64 }, (_, i) => i);

const video = (parts: { table?: Uint8Array[]; edits?: Uint8Array; entries?: Uint8Array[] } = {}): Uint8Array =>
  track({ id: 1, handler: 'vide', entries: [avcEntry()], table: table([2, 2, 2], 40, MEDIA_OFFSET, [1, 3]), ...parts });
const audio = (
  parts: { table?: Uint8Array[]; edits?: Uint8Array; entries?: Uint8Array[]; id?: number } = {},
): Uint8Array =>
  track({ id: 2, handler: 'soun', entries: [aacEntry()], table: table([1, 1, 1], 30, MEDIA_OFFSET + 6), ...parts });

const avcHeader = `1700000000${toHex(avcConfiguration())}`;
const aacHeader = `af00${toHex(aacConfiguration)}`;

describe('messages', () => {
  test('are in the order of decoding, video before audio at the same time', async () => {
    expect(await hexFrom(movie(media, video(), audio()))).toEqual([
      `video 0 ${avcHeader}`,
      `audio 0 ${aacHeader}`,
      'video 0 17010000000001',
      'audio 0 af0106',
      'audio 30 af0107',
      'video 40 27010000000203',
      'audio 60 af0108',
      'video 80 17010000000405',
    ]);
  });

  test.each([
    [
      'in the middle, from the key frame before',
      79,
      ['video 0 1701', 'audio 0 af01', 'audio 30 af01', 'video 40 2701'],
    ],
    ['from a key frame on, sound from its time on', 80, ['video 80 1701']],
    ['at the very end', 120, ['video 80 1701']],
    ['beyond the end', 121, []],
  ])('%s', async (_, time, expected) => {
    const played = (await hexFrom(movie(media, video(), audio()), time))
      .filter((line) => !line.includes(' 1700') && !line.includes(' af00'))
      .map((line) => line.slice(0, line.lastIndexOf(' ') + 5));
    expect(played.slice(0, expected.length)).toEqual(expected);
    expect(played.length === 0).toBe(expected.length === 0);
  });

  test('composition times, of version 0 and of version 1', async () => {
    for (const version of [0, 1]) {
      const offsets = fullBox('ctts', version, 0, words(2, 1, 80, 2, -20));
      const shown = framesOf(
        await playedFrom(
          await open(movie(media, video({ table: [...table([2, 2, 2], 40, MEDIA_OFFSET), offsets] }))),
          0,
        ),
        'video',
      );
      expect(shown.map(({ pts, isKey }) => [pts, isKey])).toEqual([
        [80, true],
        [20, true],
        [60, true],
      ]);
    }
  });

  test('rounded times do not drift: 30,000 ticks a second, 1,001 a frame', async () => {
    const sizes = Array.from({ length: 60 }, () => 1);
    const ntsc = track({
      handler: 'vide',
      timescale: 30_000,
      entries: [avcEntry()],
      table: table(sizes, 1001, MEDIA_OFFSET),
    });
    const frames = framesOf(await playedFrom(await open(movie(media, ntsc)), 0), 'video');
    expect(frames.map(({ dts }) => dts)).toEqual(sizes.map((_, i) => Math.round((i * 1001) / 30)));
  });

  test('a sequence header where the description of samples changes', async () => {
    const two = [avcEntry(4, 66), avcEntry(4, 77)];
    const changing = [
      fullBox('stts', 0, 0, words(1, 3, 40)),
      fullBox('stsc', 0, 0, words(2, 1, 1, 1, 3, 1, 2)),
      fullBox('stsz', 0, 0, words(2, 3)),
      fullBox('stco', 0, 0, words(3, MEDIA_OFFSET, MEDIA_OFFSET + 2, MEDIA_OFFSET + 4)),
    ];
    const file = movie(media, video({ entries: two, table: changing }));
    const kinds = (await hexFrom(file)).map((line) =>
      line.replace(/^video (\d+) (....)(?:000000)?(....).*/, '$1 $2 $3'),
    );
    expect(kinds).toEqual(['0 1700 0142', '0 1701 0001', '40 1701 0203', '80 1700 014d', '80 1701 0405']);
    expect(toHex((await (await open(file)).seek(80))!.setup[0]!.payload).slice(10, 14)).toBe('014d');
  });

  test.each([1, 2])('NAL units with lengths of %d bytes get lengths of four', async (size) => {
    const length = (value: number): Uint8Array => raw(...zeros(size - 1), value);
    const sample = raw(length(2), 0x65, 0x11, length(1), 0x41);
    const file = movie(sample, video({ entries: [avcEntry(size)], table: table([sample.length], 40, MEDIA_OFFSET) }));
    expect(await hexFrom(file)).toEqual([`video 0 ${avcHeader}`, 'video 0 170100000000000002651100000001' + '41']);
  });
});

describe('edit lists', () => {
  const edits = (...entries: readonly (readonly [duration: number, time: number])[]): Uint8Array =>
    fullBox('elst', 0, 0, u32(entries.length), ...entries.map(([duration, time]) => words(duration, time, 0x10000)));

  test.each<readonly [string, Uint8Array, Uint8Array | undefined, number[], number[]]>([
    ['of the first frame with B-frames', edits([120, 80]), undefined, [0, 40, 80], [80, 110, 140]],
    ['of priming', edits([120, 0]), edits([90, 20]), [20, 60, 100], [0, 30, 60]],
    ['of a delay', edits([120, 0]), edits([500, -1], [90, 0]), [0, 40, 80], [500, 530, 560]],
    ['with a negative time', edits([120, -2]), undefined, [0, 40, 80], [0, 30, 60]],
    ['with a time beyond reason', edits([120, 0x7fffffff]), undefined, [0, 40, 80], [0, 30, 60]],
    ['of empty edits alone', edits([0xffffffff, -1]), undefined, [0, 40, 80], [0, 30, 60]],
    ['of version 1', fullBox('elst', 1, 0, words(1, 0, 120, 0, 80, 0x10000)), undefined, [0, 40, 80], [80, 110, 140]],
  ])('%s', async (_, ofVideo, ofAudio, pictures, sounds) => {
    const file = movie(media, video({ edits: ofVideo }), audio(ofAudio && { edits: ofAudio }));
    const messages = await playedFrom(await open(file), 0);
    expect(framesOf(messages, 'video').map(({ dts }) => dts)).toEqual(pictures);
    expect(framesOf(messages, 'audio').map(({ dts }) => dts)).toEqual(sounds);
  });
});

describe('sample entries', () => {
  const dOps = box('dOps', 0, 2, u16(312), u32(48_000), u16(0), 0);
  const streamInfo = Uint8Array.from({ length: 34 }, (_, i) => i);
  const wave = box('wave', box('frma', 'mp4a'), esds(0x40, aacConfiguration), zeros(8));

  test.each<readonly [string, Uint8Array, string, string]>([
    ['AAC', aacEntry(), aacHeader, 'af01 06'],
    ['AAC in QuickTime, version 1', soundEntry('mp4a', 1, wave), aacHeader, 'af01 06'],
    ['AAC in QuickTime, version 2', soundEntry('mp4a', 2, wave), aacHeader, 'af01 06'],
    ['MP3 by its object type', soundEntry('mp4a', 0, esds(0x6b)), '', '2f 06'],
    ['MP3 of MPEG-2', soundEntry('mp4a', 0, esds(0x69)), '', '2f 06'],
    ['MP3 in QuickTime', soundEntry('.mp3', 1), '', '2f 06'],
    [
      'Opus',
      soundEntry('Opus', 0, dOps),
      `904f707573${toHex(raw('OpusHead', 1, 2, 0x38, 1, 0x80, 0xbb, zeros(5)))}`,
      '91 4f707573 06',
    ],
    [
      'FLAC',
      soundEntry('fLaC', 0, fullBox('dfLa', 0, 0, raw(0, 0, 0, 34, streamInfo))),
      `90664c6143664c614380000022${toHex(streamInfo)}`,
      '91 664c6143 06',
    ],
    ['AC-3', soundEntry('ac-3', 0), '', '91 61632d33 06'],
    ['E-AC-3', soundEntry('ec-3', 0), '', '91 65632d33 06'],
  ])('%s', async (_, entry, header, frame) => {
    const file = movie(media, audio({ entries: [entry], table: table([1], 30, MEDIA_OFFSET + 6) }));
    const setup = header === '' ? [] : [`audio 0 ${header}`];
    expect(await hexFrom(file)).toEqual([...setup, `audio 0 ${frame.replaceAll(' ', '')}`]);
  });

  const visual = (type: string, ...boxes: Uint8Array[]): Uint8Array =>
    box(type, zeros(24), u16(320), u16(180), zeros(50), ...boxes);
  const hvcC = Uint8Array.from({ length: 23 }, (_, i) => (i === 0 ? 1 : i === 21 ? 3 : 0));

  test.each<readonly [string, Uint8Array, string, string]>([
    ['HEVC', visual('hev1', box('hvcC', hvcC)), `9068766331${toHex(hvcC)}`, '93 68766331 0001'],
    ['AV1', visual('av01', box('av1C', raw(0x81, 0, 0, 0))), '906176303181000000', '91 61763031 0001'],
    [
      'VP9',
      visual('vp09', fullBox('vpcC', 1, 0, raw(0, 10, 0x80, 2, 2, 2, 0, 0))),
      '9076703039000a800202020000',
      '91 76703039 0001',
    ],
  ])('%s', async (_, entry, header, frame) => {
    const file = movie(media, video({ entries: [entry], table: table([2], 40, MEDIA_OFFSET) }));
    expect(await hexFrom(file)).toEqual([`video 0 ${header}`, `video 0 ${frame.replaceAll(' ', '')}`]);
  });
});

describe('tracks', () => {
  const unknown = box('zzzz', zeros(78));

  test('of codecs that nobody knows are left out', async () => {
    const source = await open(movie(media, video({ entries: [unknown] }), audio()));
    expect([source.videoCodec, source.audioCodec]).toEqual([undefined, 'aac']);
  });

  test('without any that can be played there is nothing', async () => {
    const file = movie(media, video({ entries: [unknown] }));
    await expect(open(file)).rejects.toMatchObject({ name: 'MediaError', code: 'no-track' });
  });

  test('that are enabled come before others', async () => {
    const off = track({ id: 5, handler: 'soun', entries: [soundEntry('ac-3', 0)], table: noSamples, isEnabled: false });
    expect((await open(movie(media, off, audio()))).audioCodec).toBe('aac');
    expect((await open(movie(media, off))).audioCodec).toBe('ac3');
  });
});

describe('metadata beside the tracks', () => {
  const xmp = raw(...[0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac]);

  test.each([
    ['behind the header', (file: Uint8Array, uuid: Uint8Array) => concat([file, uuid])],
    ['in front', (file: Uint8Array, uuid: Uint8Array) => concat([box('free', zeros(4)), uuid, file])],
  ])('XMP %s', async (_, put) => {
    const file = put(concat([box('moov', movieHeader, audio({ table: noSamples }))]), box('uuid', xmp, '<x:xmpmeta/>'));
    const { metadata } = await open(file);
    const text = new TextDecoder('latin1').decode(metadata[1]!.payload);
    expect(text).toContain('onXMPData');
    expect(text).toContain('<x:xmpmeta/>');
  });

  test('cover art is told apart from the text of tags', async () => {
    const data = (kind: number, bytes: Uint8Array): Uint8Array => fullBox('data', 0, kind, zeros(4), bytes);
    const list = box('ilst', box('©nam', data(1, raw('Lied'))), box('covr', data(13, raw(0xff, 0xd8, 0xff))));
    const tags = box('udta', fullBox('meta', 0, 0, fullBox('hdlr', 0, 0, zeros(20)), list));
    const { metadata } = await open(box('moov', movieHeader, audio({ table: noSamples }), tags));
    const texts = metadata.map(({ payload }) => new TextDecoder('latin1').decode(payload));
    expect(texts.map((text) => /on\w+Data/.exec(text)?.[0])).toEqual(['onMetaData', 'onImageData']);
    expect(texts[0]).toContain('Lied');
    expect(toHex(metadata[1]!.payload)).toContain('ffd8ff');
  });
});

const noSamples = [
  fullBox('stts', 0, 0, words(0)),
  fullBox('stsc', 0, 0, words(0)),
  fullBox('stsz', 0, 0, words(0, 0)),
  fullBox('stco', 0, 0, words(0)),
];
