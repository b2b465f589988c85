import { describe, expect, test } from 'vitest';
import { readAv1Configuration } from '../../../src/media/codec-configuration/av1-configuration.js';
import { readAvcConfiguration } from '../../../src/media/codec-configuration/avc-configuration.js';
import { describeCodec } from '../../../src/media/codec-configuration/describe-codec.js';
import { readHevcConfiguration } from '../../../src/media/codec-configuration/hevc-configuration.js';
import { readVpxConfiguration } from '../../../src/media/codec-configuration/vpx-configuration.js';
import { MediaError } from '../../../src/media/media-error.js';
import { fromHex } from '../../support/hex.js';

interface Row {
  readonly name: string;
  readonly bytes: string;
  readonly codecString: string;
  readonly picture:
    { readonly width: number; readonly height: number; readonly frameRate: number | undefined } | undefined;
}

const NTSC = 30_000 / 1001;

describe('HEVC', () => {
  /** libx265 3.5 as in ffmpeg 5.1, without the SEI message with its version. */
  const ROWS: readonly Row[] = [
    {
      name: 'main',
      bytes:
        '0101600000009000000000005df000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003005d959809a10001002b42010101600000030090000003000003005da00280802d165959a4932bc05a020000030002000003003c10a2000100074401c172b46240',
      codecString: 'hvc1.1.6.L93.90',
      picture: { width: 1280, height: 720, frameRate: 30 },
    },
    {
      name: 'main 10, high tier, cropped',
      bytes:
        '01222000000090000000000099f000fcfdfafa00000f03a00001001840010c01ffff222000000300900000030000030099959809a10001002c420101222000000300900000030000030099a003c4801107248d96566924caf0168080000003008000001904a2000100074401c172b46240',
      codecString: 'hvc1.2.4.H153.90',
      picture: { width: 1922, height: 1082, frameRate: 50 },
    },
    {
      name: 'range extensions, 4:4:4',
      bytes:
        '0104080000009e08000000003cf000fcfff8f800000f03a00001001740010c01ffff0408000003009e0800000300003c959809a10001002b4201010408000003009e0800000300003c90014901739e7cb2b349265780b4040000030004000003006420a2000100084401c172860c4624',
      codecString: 'hvc1.4.10.L60.9E.8',
      picture: { width: 322, height: 178, frameRate: 25 },
    },
    {
      name: 'NTSC rate',
      bytes:
        '0101600000009000000000003cf000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003003c959809a10001002942010101600000030090000003000003003ca0172069c9265959a4932bc05a02000007d20000ea6010a2000100074401c172b46240',
      codecString: 'hvc1.1.6.L60.90',
      picture: { width: 178, height: 98, frameRate: NTSC },
    },
    {
      name: 'no parameter sets',
      bytes: '010160000000b0000000000078f000fcfdf8f800000f00',
      codecString: 'hvc1.1.6.L120.B0',
      picture: undefined,
    },
  ];

  test.each(ROWS)('$name', ({ bytes, codecString, picture }) => {
    const configuration = readHevcConfiguration(fromHex(bytes));
    expect(configuration.picture).toEqual(picture);
    expect(describeCodec('hevc', configuration)).toBe(codecString);
  });

  test('says bit depth and gives the parameter sets with their types', () => {
    const configuration = readHevcConfiguration(fromHex(ROWS[1]!.bytes));
    expect(configuration).toMatchObject({ bitDepth: 10, nalLengthSize: 4, tier: 'high', level: 153 });
    expect(configuration.nalUnits.map(({ type }) => type)).toEqual([32, 33, 34]);
  });

  test('a general profile space other than 0 has its letter', () => {
    const configuration = readHevcConfiguration(fromHex('0141600000000000000000005df000fcfdf8f800000f00'));
    expect(describeCodec('hevc', configuration)).toBe('hvc1.A1.6.L93');
  });

  test('255 arrays of 65,535 empty units are refused', () => {
    const arrays = new Uint8Array(255 * (3 + 2 * 400));
    for (let at = 0; at < arrays.length; at += 803) arrays.set([0xa1, 0x01, 0x90], at);
    const bytes = new Uint8Array([...fromHex('010160000000b0000000000078f000fcfdf8f800000fff'), ...arrays]);
    expect(() => readHevcConfiguration(bytes)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});

describe('AV1', () => {
  /** libaom, SVT-AV1 1.4.1 and rav1e as in ffmpeg 5.1; NVENC and ffmpeg 7 from published files. */
  const ROWS: readonly Row[] = [
    {
      name: 'libaom',
      bytes: '81050c000a0b0000002d4cffb3ccaf9004',
      codecString: 'av01.0.05M.08',
      picture: { width: 1280, height: 720, frameRate: undefined },
    },
    {
      name: 'SVT-AV1, 10 bits',
      bytes: '81014c000a0b0000000cc4ff6700be1010',
      codecString: 'av01.0.01M.10',
      picture: { width: 640, height: 360, frameRate: undefined },
    },
    {
      name: 'rav1e',
      bytes: '811f0c000a0e000000fa1e83e2210a88101010a0',
      codecString: 'av01.0.31M.08',
      picture: { width: 322, height: 242, frameRate: undefined },
    },
    {
      name: 'ffmpeg 7, high profile',
      bytes: '812400000a0e20000024cfa70dbfff3404340080',
      codecString: 'av01.1.04M.08',
      picture: { width: 980, height: 540, frameRate: undefined },
    },
    {
      name: 'NVENC',
      bytes: '810d0c000a0f0000006aea7fecf804332020202080',
      codecString: 'av01.0.13M.08',
      picture: { width: 2560, height: 1440, frameRate: undefined },
    },
    { name: 'without sequence header', bytes: '81 88 e0 00', codecString: 'av01.4.08H.12', picture: undefined },
    {
      name: 'a unit larger than the record',
      bytes: '81 08 00 00 0a7f00',
      codecString: 'av01.0.08M.08',
      picture: undefined,
    },
    {
      name: 'a unit whose size never ends',
      bytes: '81 08 00 00 0affffffffffffffffffffff',
      codecString: 'av01.0.08M.08',
      picture: undefined,
    },
  ];

  test.each(ROWS)('$name', ({ bytes, codecString, picture }) => {
    const configuration = readAv1Configuration(fromHex(bytes));
    expect(configuration.picture).toEqual(picture);
    expect(describeCodec('av1', configuration)).toBe(codecString);
  });
});

describe('VP8 and VP9', () => {
  test.each([
    { name: 'ffmpeg 5.1: record of libvpx VP9', codec: 'vp9', bytes: '0015820202020000', codecString: 'vp09.00.21.08' },
    {
      name: 'ffmpeg 5.1: the same with the version of its box',
      codec: 'vp9',
      bytes: '010000000015820202020000',
      codecString: 'vp09.00.21.08',
    },
    {
      name: 'ffmpeg 5.1: profile 2, 10 bits',
      codec: 'vp9',
      bytes: '010000000215a20202020000',
      codecString: 'vp09.02.21.10',
    },
    { name: 'VP8', codec: 'vp8', bytes: '0000800202020000', codecString: 'vp08.00.00.08' },
  ] as const)('$name', ({ codec, bytes, codecString }) => {
    expect(describeCodec(codec, readVpxConfiguration(codec, fromHex(bytes)))).toBe(codecString);
  });
});

test.each([
  {
    name: 'AVC',
    read: readAvcConfiguration,
    bytes: '0142c00cffe100186742c00cd90141fb0110000003001000000301e0f142a48001000568cb83cb20',
  },
  { name: 'HEVC', read: readHevcConfiguration, bytes: '0101600000009000000000005df000fcfdf8f800000f01a0000100024001' },
  { name: 'AV1', read: readAv1Configuration, bytes: '81050c00' },
  { name: 'VP9', read: (bytes: Uint8Array) => readVpxConfiguration('vp9', bytes), bytes: '0015820202020000' },
])('$name cut anywhere is truncated', ({ read, bytes }) => {
  const whole = fromHex(bytes);
  read(whole);
  for (let length = 0; length < whole.length; length++) {
    expect(() => read(whole.subarray(0, length))).toThrow(MediaError);
    expect(() => read(whole.subarray(0, length))).toThrow(expect.objectContaining({ code: 'truncated' }));
  }
});

test.each([
  { name: 'AVC', read: readAvcConfiguration, bytes: '02' },
  { name: 'HEVC', read: readHevcConfiguration, bytes: '02' },
  { name: 'AV1', read: readAv1Configuration, bytes: '01000000' },
])('another version of $name is unsupported', ({ read, bytes }) => {
  expect(() => read(fromHex(bytes))).toThrow(expect.objectContaining({ code: 'unsupported' }));
});
