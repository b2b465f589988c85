import { describe, expect, test } from 'vitest';
import { readAvcConfiguration } from '../../../src/media/codec-configuration/avc-configuration.js';
import { describeCodec } from '../../../src/media/codec-configuration/describe-codec.js';
import { fromHex } from '../../support/hex.js';

interface Row {
  readonly name: string;
  readonly bytes: string;
  readonly codecString: string;
  readonly picture:
    { readonly width: number; readonly height: number; readonly frameRate: number | undefined } | undefined;
}

const NTSC = 30_000 / 1001;

describe('AVC', () => {
  /** libx264 164 as in ffmpeg 5.1, asked for these sizes and rates; the last ones from files of other encoders. */
  const ROWS: readonly Row[] = [
    {
      name: 'high, 1080 cropped from 1088',
      bytes: '01640028ffe1001b67640028acd940780227e5c044000003000400000300f03c60c65801000668ebe3cb22c0fdf8f800',
      codecString: 'avc1.640028',
      picture: { width: 1920, height: 1080, frameRate: 30 },
    },
    {
      name: 'baseline',
      bytes: '0142c00cffe100186742c00cd90141fb0110000003001000000301e0f142a48001000568cb83cb20',
      codecString: 'avc1.42c00c',
      picture: { width: 320, height: 240, frameRate: 15 },
    },
    {
      name: 'main, odd size, NTSC rate',
      bytes: '014d400bffe10017674d400beca187f1111808800001f480007530078a14cb01000568ebe3cb20',
      codecString: 'avc1.4d400b',
      picture: { width: 178, height: 98, frameRate: NTSC },
    },
    {
      name: '4:4:4, where one sample is the unit of cropping',
      bytes: '01f4000cffe1001b67f4000c919b282027cf1f80880000030008000003019078a14cb001000668ebe3c44844fff8f800',
      codecString: 'avc1.f4000c',
      picture: { width: 250, height: 130, frameRate: 25 },
    },
    {
      name: 'high 10 at 60',
      bytes: '016e001fffe1001a676e001fa6cd940a02ff970110000003001000000780f183196001000668ebe3cb22c0fdfafa00',
      codecString: 'avc1.6e001f',
      picture: { width: 640, height: 360, frameRate: 60 },
    },
    {
      name: '4:2:2, 10 bits',
      bytes: '017a001fffe1001c677a001fb6cd940b812f888fc044000003000400000300c83c60c65801000668ebe3cb22c0fefafa00',
      codecString: 'avc1.7a001f',
      picture: { width: 722, height: 578, frameRate: 25 },
    },
    {
      name: 'interlaced 576',
      bytes: '0164001effe100186764001eacd940b424d8088000000300800000190f8a14cb01000668fba3cb22c0fdf8f800',
      codecString: 'avc1.64001e',
      picture: { width: 720, height: 576, frameRate: 25 },
    },
    {
      name: 'interlaced 1080, cropped in fields',
      bytes: '01640028ffe1001a67640028acd94078044fde0220000003002000000643e2c5b2c001000668fba3cb22c0fdf8f800',
      codecString: 'avc1.640028',
      picture: { width: 1920, height: 1080, frameRate: 25 },
    },
    {
      name: 'with scaling matrices in the picture parameter set',
      bytes: '0164001effe100196764001eacd940a03db011000003000100000300320f162d9601000768ebe3cb3002c0fdf8f800',
      codecString: 'avc1.64001e',
      picture: { width: 640, height: 480, frameRate: 25 },
    },
    {
      name: 'a telephone: no frame rate',
      bytes: '01640015ffe1001027640015ac5681e0bfe59a808083520401000428ee3cb0',
      codecString: 'avc1.640015',
      picture: { width: 480, height: 360, frameRate: undefined },
    },
    {
      name: 'a Red5 publisher: reserved bits not set',
      bytes:
        '0142001f0301002f6742801f96520508fcb80a84000003000400000300f3818018680004630ff18e3030030d00008c61fe31c3b428549001000468cb8d48',
      codecString: 'avc1.42001f',
      picture: { width: 160, height: 120, frameRate: 30 },
    },
    { name: 'no parameter sets', bytes: '0142001fffe000', codecString: 'avc1.42001f', picture: undefined },
    {
      name: 'a parameter set that breaks off',
      bytes: '0142001fffe1 0005 6742001f00 00',
      codecString: 'avc1.42001f',
      picture: undefined,
    },
  ];

  test.each(ROWS)('$name', ({ bytes, codecString, picture }) => {
    const configuration = readAvcConfiguration(fromHex(bytes));
    expect(configuration.picture).toEqual(picture);
    expect(describeCodec('avc', configuration)).toBe(codecString);
  });

  test('gives the parameter sets as they are', () => {
    const configuration = readAvcConfiguration(fromHex('0142c00cffe10002 6742 02 0001 68 0002 68cb'));
    expect(configuration).toMatchObject({
      profile: 0x42,
      level: 12,
      nalLengthSize: 4,
      sequenceParameterSets: [fromHex('6742')],
      pictureParameterSets: [fromHex('68'), fromHex('68cb')],
    });
  });

  test('31 parameter sets of 64 kB are views, and only the first is read', () => {
    const set = new Uint8Array(2 + 0xffff);
    set.set([0xff, 0xff, 0x67, 0x64, 0, 0x1f]);
    const bytes = new Uint8Array(6 + 31 * set.length + 1);
    bytes.set(fromHex('0164001fffff'));
    for (let i = 0; i < 31; i++) bytes.set(set, 6 + i * set.length);
    const { sequenceParameterSets, picture } = readAvcConfiguration(bytes);
    expect(sequenceParameterSets).toHaveLength(31);
    for (const one of sequenceParameterSets) expect(one.buffer).toBe(bytes.buffer);
    expect(picture).toBeUndefined();
  });

  test.each([
    { name: 'a picture wider than anything', sps: '67 42 00 1f f0 0000 0000 0000 ffff' },
    { name: 'Exp-Golomb codes without end', sps: `67 42 00 1f ${'00 00 03'.repeat(40)}` },
    { name: 'a picture cropped to nothing', sps: '67 42 00 1f fffb ffff ffff ffff' },
  ])('has no picture: $name', ({ sps }) => {
    const set = fromHex(sps);
    const bytes = new Uint8Array([1, 0x42, 0, 0x1f, 0xff, 0xe1, 0, set.length, ...set, 0]);
    expect(readAvcConfiguration(bytes).picture).toBeUndefined();
  });
});
