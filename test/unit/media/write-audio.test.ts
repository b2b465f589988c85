import { describe, expect, test } from 'vitest';
import type { AudioCodec } from '../../../src/media/audio-codec.js';
import { readAudioHeader } from '../../../src/media/audio-header.js';
import { readSoundFormat } from '../../../src/media/sound-format.js';
import { writeAudioFrame, writeAudioSequenceHeader } from '../../../src/media/write-audio.js';
import { fromHex, toHex } from '../../support/hex.js';

const body = fromHex('aabbcc');

describe('sequence headers', () => {
  test.each<readonly [AudioCodec, string]>([
    ['aac', 'af 00 aabbcc'],
    ['opus', '90 4f707573 aabbcc'],
    ['flac', '90 664c6143 aabbcc'],
  ])('%s', (codec, bytes) => {
    const payload = writeAudioSequenceHeader(codec, body);
    expect(toHex(payload)).toBe(bytes.replaceAll(' ', ''));
    const header = readAudioHeader(payload);
    expect(header).toMatchObject({ codec, packet: 'sequence-header', recognised: true });
    expect(toHex(payload.subarray(header.bodyOffset))).toBe('aabbcc');
  });

  test('a codec of Flash has none', () => {
    expect(() => writeAudioSequenceHeader('nellymoser', body)).toThrow(RangeError);
  });
});

describe('frames', () => {
  test.each<readonly [AudioCodec, string]>([
    ['aac', 'af 01 aabbcc'],
    ['opus', '91 4f707573 aabbcc'],
    ['flac', '91 664c6143 aabbcc'],
    ['ac3', '91 61632d33 aabbcc'],
    ['eac3', '91 65632d33 aabbcc'],
    ['mp3', '2f aabbcc'],
  ])('%s', (codec, bytes) => {
    const payload = writeAudioFrame(codec, body);
    expect(toHex(payload)).toBe(bytes.replaceAll(' ', ''));
    const header = readAudioHeader(payload);
    expect(header).toMatchObject({ codec, packet: 'frame', recognised: true });
    expect(toHex(payload.subarray(header.bodyOffset))).toBe('aabbcc');
  });

  // First bytes as ffmpeg's FLV muxer writes them.
  test.each<readonly [AudioCodec, number, number, 8 | 16, number]>([
    ['mp3', 44_100, 2, 16, 0x2f],
    ['mp3', 44_100, 1, 16, 0x2e],
    ['mp3', 22_050, 1, 16, 0x2a],
    ['mp3', 11_025, 2, 16, 0x27],
    ['mp3', 48_000, 2, 16, 0x2f],
    ['mp3-8k', 8000, 1, 16, 0xe6],
    ['adpcm', 22_050, 1, 16, 0x1a],
    ['pcm', 11_025, 1, 8, 0x04],
    ['pcm-le', 11_025, 1, 16, 0x36],
    ['nellymoser', 44_100, 1, 16, 0x6e],
  ])('%s of %d Hz, %d channels, %d bit', (codec, sampleRate, channels, bits, first) => {
    const payload = writeAudioFrame(codec, body, { sampleRate, channels }, bits);
    expect(toHex(payload)).toBe(`${first.toString(16).padStart(2, '0')}aabbcc`);
    expect(readAudioHeader(payload).codec).toBe(codec);
    expect(readSoundFormat(codec, payload[0]!).channels).toBe(channels);
  });
});
