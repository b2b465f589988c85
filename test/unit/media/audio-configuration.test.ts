import { describe, expect, test } from 'vitest';
import type { AacConfiguration } from '../../../src/media/codec-configuration/aac-configuration.js';
import { readAacConfiguration } from '../../../src/media/codec-configuration/aac-configuration.js';
import { readAc3Frame } from '../../../src/media/codec-configuration/ac3-frame.js';
import { describeCodec } from '../../../src/media/codec-configuration/describe-codec.js';
import { readFlacConfiguration } from '../../../src/media/codec-configuration/flac-configuration.js';
import { readMp3Frame } from '../../../src/media/codec-configuration/mp3-frame.js';
import { readOpusConfiguration } from '../../../src/media/codec-configuration/opus-configuration.js';
import { fromHex } from '../../support/hex.js';

describe('AAC', () => {
  /** ffmpeg 5.1's encoder, fdk-aac and Nero as published in their users' tests; the others from captured streams. */
  test.each<{ name: string; bytes: string; codecString: string; value: Partial<AacConfiguration> }>([
    {
      name: 'ffmpeg: stereo, and a tail that denies SBR',
      bytes: '121056e500',
      codecString: 'mp4a.40.2',
      value: { objectType: 2, sampleRate: 44_100, channels: 2, extension: undefined },
    },
    {
      name: 'OBS: two bytes',
      bytes: '1190',
      codecString: 'mp4a.40.2',
      value: { objectType: 2, sampleRate: 48_000, channels: 2 },
    },
    { name: 'ffmpeg: mono', bytes: '138856e500', codecString: 'mp4a.40.2', value: { sampleRate: 22_050, channels: 1 } },
    { name: 'ffmpeg: 5.1', bytes: '11b056e500', codecString: 'mp4a.40.2', value: { sampleRate: 48_000, channels: 6 } },
    {
      name: 'ffmpeg: 7.1 is configuration 7',
      bytes: '11b856e500',
      codecString: 'mp4a.40.2',
      value: { channelConfiguration: 7, channels: 8 },
    },
    {
      name: 'ffmpeg: 7.0 lists its channels',
      bytes: '118004c844002008c80d4c61766335392e33372e31303056e500',
      codecString: 'mp4a.40.2',
      value: { channelConfiguration: 0, sampleRate: 48_000, channels: 7 },
    },
    {
      name: 'ffmpeg: three channels at 96 kHz, listed',
      bytes: '10000404010020000d4c61766335392e33372e31303056e500',
      codecString: 'mp4a.40.2',
      value: { channelConfiguration: 0, sampleRate: 96_000, channels: 3 },
    },
    {
      name: 'fdk-aac: HE-AAC, hierarchical',
      bytes: '2b920800',
      codecString: 'mp4a.40.5',
      value: { objectType: 2, extension: 'sbr', coreSampleRate: 22_050, sampleRate: 44_100, channels: 2 },
    },
    {
      name: 'fdk-aac: HE-AAC v2, hierarchical',
      bytes: 'eb098800',
      codecString: 'mp4a.40.29',
      value: {
        objectType: 2,
        extension: 'ps',
        coreSampleRate: 24_000,
        sampleRate: 48_000,
        channelConfiguration: 1,
        channels: 2,
      },
    },
    {
      name: 'HE-AAC v2, backward compatible',
      bytes: '130856e59d4880',
      codecString: 'mp4a.40.29',
      value: { objectType: 2, extension: 'ps', coreSampleRate: 24_000, sampleRate: 48_000, channels: 2 },
    },
    {
      name: 'HE-AAC, backward compatible, parametric stereo denied',
      bytes: '139056e5a54800',
      codecString: 'mp4a.40.5',
      value: { objectType: 2, extension: 'sbr', coreSampleRate: 22_050, sampleRate: 44_100, channels: 2 },
    },
    {
      name: 'main profile, from a published test file',
      bytes: '0b88',
      codecString: 'mp4a.40.1',
      value: { objectType: 1, sampleRate: 22_050, channels: 1 },
    },
    {
      name: 'a sample rate of its own',
      bytes: '17 80 5d c0 10',
      codecString: 'mp4a.40.2',
      value: { sampleRate: 48_000, channels: 2 },
    },
    {
      name: 'enhanced low delay',
      bytes: 'f8e6 4000',
      codecString: 'mp4a.40.39',
      value: { objectType: 39, sampleRate: 48_000, channels: 2 },
    },
  ])('$name', ({ bytes, codecString, value }) => {
    const configuration = readAacConfiguration(fromHex(bytes));
    expect(configuration).toMatchObject(value);
    expect(describeCodec('aac', configuration)).toBe(codecString);
  });

  test.each([
    { name: 'nothing', bytes: '', code: 'truncated' },
    { name: 'one byte', bytes: '12', code: 'truncated' },
    { name: 'a list of channels that breaks off', bytes: '118004c8', code: 'truncated' },
    { name: 'a reserved sampling frequency', bytes: '16 90', code: 'malformed' },
  ])('$name is $code', ({ bytes, code }) => {
    expect(() => readAacConfiguration(fromHex(bytes))).toThrow(expect.objectContaining({ code }));
  });
});

describe('Opus', () => {
  test.each([
    {
      name: 'libopus, stereo',
      bytes: '4f707573486561640102380180bb0000000000',
      value: { channels: 2, inputSampleRate: 48_000, preSkip: 312, mappingFamily: 0 },
    },
    {
      name: 'libopus, 5.1',
      bytes: '4f707573486561640106380180bb000000000104020004010203 05',
      value: { channels: 6, mappingFamily: 1 },
    },
  ])('$name', ({ bytes, value }) => {
    expect(readOpusConfiguration(fromHex(bytes))).toMatchObject({ codec: 'opus', sampleRate: 48_000, ...value });
  });

  test.each([
    { name: 'cut short', bytes: '4f7075734865616401023801', code: 'truncated' },
    { name: 'another header', bytes: '4f707573546167730102380180bb0000000000', code: 'malformed' },
    { name: 'no channels', bytes: '4f707573486561640100380180bb0000000000', code: 'malformed' },
    { name: 'another version', bytes: '4f707573486561641002380180bb0000000000', code: 'unsupported' },
  ])('$name is $code', ({ bytes, code }) => {
    expect(() => readOpusConfiguration(fromHex(bytes))).toThrow(expect.objectContaining({ code }));
  });
});

describe('FLAC', () => {
  const STEREO = '1200120000046d0005080ac442f0000033ae36567c6137e8d578c431ed191fd85ff5';
  test.each([
    {
      name: 'ffmpeg, 44.1 kHz stereo',
      bytes: `664c614300000022${STEREO}`,
      value: { sampleRate: 44_100, channels: 2, bitDepth: 16 },
    },
    { name: 'the same without marker', bytes: STEREO, value: { sampleRate: 44_100, channels: 2, bitDepth: 16 } },
    {
      name: 'ffmpeg, 96 kHz mono of 24 bits',
      bytes: '664c614300000022200020000011f00020541770017000007080bd510f6cc112ac17a3cdaf90ebc14b13',
      value: { sampleRate: 96_000, channels: 1, bitDepth: 24 },
    },
  ])('$name', ({ bytes, value }) => {
    expect(readFlacConfiguration(fromHex(bytes))).toEqual({ codec: 'flac', ...value });
  });

  test.each([
    { name: 'cut short', bytes: '664c614300000022120012', code: 'truncated' },
    { name: 'no marker', bytes: '664c6142000000221200', code: 'malformed' },
    { name: 'another block first', bytes: '664c614304000022', code: 'malformed' },
  ])('$name is $code', ({ bytes, code }) => {
    expect(() => readFlacConfiguration(fromHex(bytes))).toThrow(expect.objectContaining({ code }));
  });
});

describe('MP3', () => {
  /** LAME 3.100 as in ffmpeg 5.1, asked for these rates. */
  test.each([
    {
      name: '44.1 kHz stereo',
      bytes: 'fffb9064',
      value: { mpegVersion: 1, layer: 3, sampleRate: 44_100, channels: 2, bitrate: 128_000, samples: 1152, size: 417 },
    },
    {
      name: '48 kHz stereo',
      bytes: 'fffb9464',
      value: { mpegVersion: 1, layer: 3, sampleRate: 48_000, channels: 2, bitrate: 128_000, samples: 1152, size: 384 },
    },
    {
      name: '22.05 kHz mono',
      bytes: 'fff340c4',
      value: { mpegVersion: 2, layer: 3, sampleRate: 22_050, channels: 1, bitrate: 32_000, samples: 576, size: 104 },
    },
    {
      name: '11.025 kHz mono',
      bytes: 'ffe320c4',
      value: { mpegVersion: 2.5, layer: 3, sampleRate: 11_025, channels: 1, bitrate: 16_000, samples: 576, size: 104 },
    },
    {
      name: '8 kHz mono',
      bytes: 'ffe318c4',
      value: { mpegVersion: 2.5, layer: 3, sampleRate: 8000, channels: 1, bitrate: 8000, samples: 576, size: 72 },
    },
    {
      name: 'layer 2, padded',
      bytes: 'fffda200',
      value: { mpegVersion: 1, layer: 2, sampleRate: 44_100, channels: 2, bitrate: 192_000, samples: 1152, size: 627 },
    },
    {
      name: 'layer 1',
      bytes: 'ffff4400',
      value: { mpegVersion: 1, layer: 1, sampleRate: 48_000, channels: 2, bitrate: 128_000, samples: 384, size: 128 },
    },
    { name: 'free format', bytes: 'fffb0064', value: { bitrate: 0, size: 0 } },
  ])('$name', ({ bytes, value }) => {
    expect(readMp3Frame(fromHex(bytes))).toMatchObject({ codec: 'mp3', ...value });
  });

  test.each([
    { name: 'cut short', bytes: 'fffb90', code: 'truncated' },
    { name: 'no frame', bytes: '494433 03', code: 'malformed' },
    { name: 'a reserved version', bytes: 'ffeb9064', code: 'malformed' },
    { name: 'a reserved layer', bytes: 'fff99064', code: 'malformed' },
    { name: 'a forbidden bitrate', bytes: 'fffbf064', code: 'malformed' },
    { name: 'a reserved sample rate', bytes: 'fffb9c64', code: 'malformed' },
  ])('$name is $code', ({ bytes, code }) => {
    expect(() => readMp3Frame(fromHex(bytes))).toThrow(expect.objectContaining({ code }));
  });
});

describe('AC-3', () => {
  /** ffmpeg 5.1's encoders. */
  test.each([
    { name: 'AC-3, 5.1', bytes: '0b77d0f81e40ebf8403eff99', value: { codec: 'ac3', sampleRate: 48_000, channels: 6 } },
    {
      name: 'E-AC-3, stereo',
      bytes: '0b77017f3487c00020842108',
      value: { codec: 'eac3', sampleRate: 48_000, channels: 2 },
    },
  ])('$name', ({ bytes, value }) => {
    expect(readAc3Frame(fromHex(bytes))).toEqual(value);
  });

  test.each([
    { name: 'cut short', bytes: '0b77d0f81e', code: 'truncated' },
    { name: 'no frame', bytes: '0b78d0f81e40ebf8', code: 'malformed' },
    { name: 'a reserved sample rate', bytes: '0b77d0f8de40ebf8', code: 'malformed' },
  ])('$name is $code', ({ bytes, code }) => {
    expect(() => readAc3Frame(fromHex(bytes))).toThrow(expect.objectContaining({ code }));
  });
});

test.each([
  ['opus', 'opus'],
  ['flac', 'flac'],
  ['mp3', 'mp4a.40.34'],
  ['ac3', 'ac-3'],
  ['eac3', 'ec-3'],
  ['aac', 'mp4a.40'],
  ['vvc', 'vvc1'],
  ['speex', 'speex'],
  ['sorenson-h263', 'sorenson-h263'],
] as const)('without a configuration %s is %s', (codec, codecString) => {
  expect(describeCodec(codec)).toBe(codecString);
});
