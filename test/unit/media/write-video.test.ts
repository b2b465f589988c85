import { describe, expect, test } from 'vitest';
import type { VideoCodec } from '../../../src/media/video-codec.js';
import { readVideoHeader } from '../../../src/media/video-header.js';
import { writeVideoFrame, writeVideoSequenceHeader } from '../../../src/media/write-video.js';
import { fromHex, toHex } from '../../support/hex.js';

const body = fromHex('aabbcc');

describe('sequence headers', () => {
  // The legacy one as libx264 and ffmpeg send it, those with a FourCC as OBS and ffmpeg 6.1 do.
  test.each<readonly [VideoCodec, string]>([
    ['avc', '17 00 000000 aabbcc'],
    ['hevc', '90 68766331 aabbcc'],
    ['av1', '90 61763031 aabbcc'],
    ['vp8', '90 76703038 aabbcc'],
    ['vp9', '90 76703039 aabbcc'],
    ['vvc', '90 76766331 aabbcc'],
  ])('%s', (codec, bytes) => {
    const payload = writeVideoSequenceHeader(codec, body);
    expect(toHex(payload)).toBe(bytes.replaceAll(' ', ''));
    const header = readVideoHeader(payload);
    expect(header).toMatchObject({ codec, frameType: 'key', packet: 'sequence-header', recognised: true });
    expect(toHex(payload.subarray(header.bodyOffset))).toBe('aabbcc');
  });

  test('a codec of Flash has none', () => {
    expect(() => writeVideoSequenceHeader('vp6', body)).toThrow(RangeError);
  });
});

describe('frames', () => {
  test.each<readonly [VideoCodec, 'key' | 'inter' | 'disposable', number, string]>([
    ['avc', 'key', 66, '17 01 000042 aabbcc'],
    ['avc', 'inter', -10, '27 01 fffff6 aabbcc'],
    ['avc', 'disposable', 0, '37 01 000000 aabbcc'],
    ['hevc', 'key', 0, '93 68766331 aabbcc'],
    ['hevc', 'inter', 33, 'a1 68766331 000021 aabbcc'],
    ['hevc', 'inter', -1, 'a1 68766331 ffffff aabbcc'],
    ['vvc', 'inter', 33, 'a1 76766331 000021 aabbcc'],
    ['av1', 'key', 0, '91 61763031 aabbcc'],
    ['vp9', 'inter', 0, 'a1 76703039 aabbcc'],
    ['sorenson-h263', 'disposable', 0, '32 aabbcc'],
    ['screen', 'key', 0, '13 aabbcc'],
  ])('%s, %s, composition time %d', (codec, type, compositionTime, bytes) => {
    const payload = writeVideoFrame(codec, type, body, compositionTime);
    expect(toHex(payload)).toBe(bytes.replaceAll(' ', ''));
    const header = readVideoHeader(payload);
    expect(header).toMatchObject({ codec, frameType: type, packet: 'frame', compositionTime, recognised: true });
    expect(toHex(payload.subarray(header.bodyOffset))).toBe('aabbcc');
  });

  test.each([
    [9_000_000, 0x7fffff],
    [-9_000_000, -0x800000],
  ])('a composition time of %d is told as %d', (given, told) => {
    expect(readVideoHeader(writeVideoFrame('avc', 'inter', body, given)).compositionTime).toBe(told);
  });
});
