import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audioTracks, readAudioHeader } from '../../src/media/audio-header.js';
import { classify } from '../../src/media/classify.js';
import { readAacConfiguration } from '../../src/media/codec-configuration/aac-configuration.js';
import { readAc3Frame } from '../../src/media/codec-configuration/ac3-frame.js';
import { readAv1Configuration } from '../../src/media/codec-configuration/av1-configuration.js';
import { readAvcConfiguration } from '../../src/media/codec-configuration/avc-configuration.js';
import { readAvcSequenceParameterSet } from '../../src/media/codec-configuration/avc-sequence-parameter-set.js';
import { readFlacConfiguration } from '../../src/media/codec-configuration/flac-configuration.js';
import { readHevcConfiguration } from '../../src/media/codec-configuration/hevc-configuration.js';
import { readHevcSequenceParameterSet } from '../../src/media/codec-configuration/hevc-sequence-parameter-set.js';
import { readKeyFramePicture } from '../../src/media/codec-configuration/key-frame-picture.js';
import { readMp3Frame } from '../../src/media/codec-configuration/mp3-frame.js';
import { readOpusConfiguration } from '../../src/media/codec-configuration/opus-configuration.js';
import { readVpxConfiguration } from '../../src/media/codec-configuration/vpx-configuration.js';
import { MediaError } from '../../src/media/media-error.js';
import { MediaFormatTracker } from '../../src/media/media-format-tracker.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { readVideoHeader, videoTracks } from '../../src/media/video-header.js';
import { fromHex } from '../support/hex.js';

const RUNS = { numRuns: 3000, seed: 20_240 } as const;

const FOUR_CCS = [
  '61766331',
  '68766331',
  '76766331',
  '61763031',
  '76703038',
  '76703039',
  '6d703461',
  '4f707573',
  '7a7a7a7a',
];

/** The pieces that enhanced messages are made of, in any order: goes deeper into the readers than noise does. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(...FOUR_CCS).map(fromHex),
      fc.constantFrom('97', '96', '95', '00', '01', '11', '20', '02 000007', '000001', 'ff 0001').map(fromHex),
      fc.uint8Array({ maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

/** Real sequence headers of track 0 with some bytes changed or cut off. */
const damaged = fc
  .tuple(
    fc
      .constantFrom(
        '1700000000 01640028ffe1001b67640028acd940780227e5c044000003000400000300f03c60c65801000668ebe3cb22c0fdf8f800',
        '9068766331 0104080000009e08000000003cf000fcfff8f800000f02a00001001740010c01ffff0408000003009e0800000300003c959809a10001002b4201010408000003009e0800000300003c90014901739e7cb2b349265780b40400000300040000030064',
        '9061763031 81050c000a0b0000002d4cffb3ccaf9004',
        '9176703039 824983420027f016960a3824',
        '14 00784624312431',
        'af00 118004c844002008c80d4c61766335392e33372e31303056e500',
        '904f707573 4f707573486561640106380180bb00000000010402000401020305',
      )
      .map(fromHex),
    fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 6 }),
    fc.option(fc.nat(120)),
  )
  .map(([bytes, changes, length]) => {
    const copy = bytes.slice();
    for (const [at, value] of changes) if (at < copy.length) copy[at] = value;
    return length === null ? copy : copy.subarray(0, length);
  });

const payloads = fc.oneof(fc.uint8Array({ maxLength: 64 }), pieces, damaged);

describe('any payload', () => {
  test('has headers whose offsets are within it, the tracks one after another', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        for (const header of [readVideoHeader(payload), readAudioHeader(payload)]) {
          expect(header.bodyOffset).toBeGreaterThanOrEqual(0);
          expect(header.bodyOffset).toBeLessThanOrEqual(header.bodyEnd);
          expect(header.bodyEnd).toBeLessThanOrEqual(payload.length);
          expect(header.nanosecondOffset).toBeLessThan(1_000_000);
          if (header.recognised) expect(header.packet).toBeDefined();
        }
        for (const tracks of [[...videoTracks(payload)], [...audioTracks(payload)]]) {
          let end = 0;
          for (const track of tracks) {
            expect(track.recognised).toBe(true);
            expect(track.bodyOffset).toBeGreaterThanOrEqual(end);
            expect(track.bodyEnd).toBeGreaterThanOrEqual(track.bodyOffset);
            end = track.bodyEnd;
          }
          expect(end).toBeLessThanOrEqual(payload.length);
        }
      }),
      RUNS,
    );
  });

  test('has a class that does not contradict itself', () => {
    fc.assert(
      fc.property(payloads, fc.constantFrom('audio', 'video', 'data'), (payload, kind) => {
        const what = classify(new MediaMessage(kind, 0, payload));
        const kinds = [what.isKeyFrame, what.isInter, what.isDisposable, what.isConfiguration].filter(Boolean);
        expect(kinds.length).toBeLessThanOrEqual(1);
        expect(what.configurationKey !== undefined).toBe(what.isConfiguration);
        if (what.isSequenceHeader) expect(what.isConfiguration).toBe(true);
        if (what.isKeyFrame || what.isInter || what.isDisposable) expect(what.isFrame).toBe(true);
      }),
      RUNS,
    );
  });

  test('can be followed by a tracker, which tells sizes that can be', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(payloads, fc.constantFrom('audio', 'video')), { maxLength: 4 }), (messages) => {
        const tracker = new MediaFormatTracker();
        for (const [payload, kind] of messages) {
          const before = tracker.format;
          const changed = tracker.accept(new MediaMessage(kind, 0, payload));
          expect(changed).toBe(JSON.stringify(before) !== JSON.stringify(tracker.format));
        }
        const { video } = tracker.format;
        if (video?.width !== undefined) {
          expect(video.width).toBeGreaterThan(0);
          expect(video.width).toBeLessThanOrEqual(65_536);
        }
      }),
      RUNS,
    );
  });
});

const READERS: readonly (readonly [string, (bytes: Uint8Array) => unknown])[] = [
  ['AVC configuration', readAvcConfiguration],
  ['AVC sequence parameter set', readAvcSequenceParameterSet],
  ['HEVC configuration', readHevcConfiguration],
  ['HEVC sequence parameter set', readHevcSequenceParameterSet],
  ['AV1 configuration', readAv1Configuration],
  ['VP9 configuration', (bytes) => readVpxConfiguration('vp9', bytes)],
  ['AAC configuration', readAacConfiguration],
  ['Opus configuration', readOpusConfiguration],
  ['FLAC configuration', readFlacConfiguration],
  ['MP3 frame', readMp3Frame],
  ['AC-3 frame', readAc3Frame],
  ['Sorenson key frame', (bytes) => readKeyFramePicture('sorenson-h263', bytes)],
  ['VP6 key frame', (bytes) => readKeyFramePicture('vp6', bytes)],
  ['VP8 key frame', (bytes) => readKeyFramePicture('vp8', bytes)],
  ['VP9 key frame', (bytes) => readKeyFramePicture('vp9', bytes)],
  ['AV1 key frame', (bytes) => readKeyFramePicture('av1', bytes)],
];

/** What each reader wants to see first, so that noise gets past its first check. */
const STARTS = [
  '',
  '01',
  '6764001f',
  '4201',
  '810a0c00',
  '0b77',
  'fffb',
  '4f70757348656164',
  '664c614300000022',
  '12000a',
  '0000840'.padEnd(8, '0'),
];

test.each(READERS)('%s: any bytes are read or refused with the error of the room', (_, read) => {
  const noise = fc.tuple(fc.constantFrom(...STARTS).map(fromHex), fc.uint8Array({ maxLength: 200 }));
  fc.assert(
    fc.property(
      fc.oneof(
        payloads,
        noise.map(([start, rest]) => Uint8Array.of(...start, ...rest)),
      ),
      (bytes) => {
        try {
          read(bytes);
        } catch (error) {
          if (!(error instanceof MediaError)) throw error;
        }
      },
    ),
    RUNS,
  );
});
