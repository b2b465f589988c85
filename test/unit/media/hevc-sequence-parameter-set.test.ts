import { describe, expect, test } from 'vitest';
import { readHevcSequenceParameterSet } from '../../../src/media/codec-configuration/hevc-sequence-parameter-set.js';
import { ParameterSetBits } from '../../../src/media/codec-configuration/parameter-set-bits.js';
import { fromHex } from '../../support/hex.js';

describe('a sequence parameter set of hardware and software encoders', () => {
  /** Published with these sizes and rates in the tests of mediacommon; they pass every optional part before the timing. */
  test.each([
    {
      name: 'NVENC: an extended window and a reference picture set',
      bytes:
        '4201010140000003000003000003000003007ba003c0801107cb96b4a42592e3016a02020208000003000800000301e3002ef2880007270c0000989682',
      width: 1920,
      height: 1080,
      frameRate: 60,
    },
    {
      name: 'Avigilon: PCM, an empty conformance window',
      bytes:
        '420101016000000300800000030000030096a001802006c1fe36bbb5377725d602dc0404041000003e800004268721dee510016e200066ff000b71000337f880',
      width: 3072,
      height: 1728,
      frameRate: 17,
    },
    {
      name: 'a camera: long-term reference pictures',
      bytes: '420101016000000300b0000003000003005da00280802d1636b924cbf0080000030008000003019508',
      width: 1280,
      height: 720,
      frameRate: 50,
    },
    {
      name: 'x265: 4:4:4 of 12 bits, its own aspect ratio',
      bytes: '420101040800000300980800000300005d9000501005a2294b7494985ffe00020002d404040410000003001000000301e080',
      width: 1280,
      height: 720,
      frameRate: 30,
    },
    {
      name: 'x265: 29.97',
      bytes: '420101222000000300900000030000030078a003c08010e4d96666924caf0101000003006400000bb508',
      width: 1920,
      height: 1080,
      frameRate: 29.97,
    },
  ])('$name', ({ bytes, width, height, frameRate }) => {
    expect(readHevcSequenceParameterSet(fromHex(bytes))).toEqual({ width, height, frameRate });
  });
});

function ue(value: number): string {
  const code = (value + 1).toString(2);
  return '0'.repeat(code.length - 1) + code;
}

function u(value: number, bits: number): string {
  return value.toString(2).padStart(bits, '0');
}

function fromBits(...parts: readonly string[]): Uint8Array {
  const bits = parts.join('');
  return Uint8Array.from(bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [], (byte) =>
    parseInt(byte, 2),
  );
}

/** 32 and 18 pixels at 25 per second, and no byte sequence that would need emulation prevention. */
function withReferencePictureSets(...sets: readonly string[]): Uint8Array {
  const profile = u(0x01, 8) + u(0x41, 8).repeat(10) + u(93, 8);
  return fromBits(
    u(0x4201, 16) + u(0, 4) + u(0, 3) + '1' + profile,
    ue(0) + ue(1) + ue(32) + ue(18) + '0' + ue(0) + ue(0) + ue(4) + '1' + ue(1) + ue(0) + ue(0),
    ue(0) + ue(3) + ue(0) + ue(3) + ue(0) + ue(0) + '0' + '00' + '0',
    ue(sets.length) + sets.join(''),
    '0' + '11' + '1',
    '0' + '0' + '0' + '0' + '000' + '0' + '1' + u(0x01010101, 32) + u(0x19191919, 32),
  );
}

describe('reference picture sets, made by the specification', () => {
  const explicit = `${ue(1)}${ue(1)}${ue(0)}1${ue(0)}1`;

  test('a set that is a change of the one before: used, kept unused, or dropped', () => {
    // Three flags for the two pictures and the set itself; the third set then changes two kept ones.
    const predicted = `10${ue(0)}1${'01'}${'00'}`;
    const again = `11${ue(2)}111`;
    const bytes = withReferencePictureSets(explicit, predicted, again);
    expect(readHevcSequenceParameterSet(bytes)).toEqual({ width: 32, height: 18, frameRate: 25 });
  });

  test.each([
    { name: 'more sets than there may be', bytes: withReferencePictureSets(...Array<string>(65).fill(explicit)) },
    { name: 'more pictures than there may be', bytes: withReferencePictureSets(`${ue(17)}${ue(0)}`) },
    {
      name: 'more pictures in both directions together',
      bytes: withReferencePictureSets(`${ue(9)}${ue(9)}${`${ue(0)}1`.repeat(18)}`),
    },
  ])('$name: the size stays, the rate is unknown', ({ bytes }) => {
    expect(readHevcSequenceParameterSet(bytes)).toEqual({ width: 32, height: 18, frameRate: undefined });
  });
});

describe('Exp-Golomb codes', () => {
  test('unsigned and signed, up to 32 bits (ITU-T H.264, tables 9-2 and 9-3)', () => {
    const bits = new ParameterSetBits(
      fromBits('1', '010', '011', '00100', '00111', '1', '010', '011', '00100', '00101'),
    );
    expect([bits.ue(), bits.ue(), bits.ue(), bits.ue(), bits.ue()]).toEqual([0, 1, 2, 3, 6]);
    expect([bits.se(), bits.se(), bits.se(), bits.se(), bits.se()].map((value) => value + 0)).toEqual([
      0, 1, -1, 2, -2,
    ]);
    expect(new ParameterSetBits(fromBits('0'.repeat(15), '1'.repeat(16))).ue()).toBe(2 ** 16 - 2);
  });

  test('beyond 32 bits are malformed', () => {
    const bits = new ParameterSetBits(new Uint8Array(4096));
    expect(() => bits.ue()).toThrow(expect.objectContaining({ code: 'malformed' }));
    expect(bits.position).toBe(32);
  });

  test('emulation prevention bytes are no part of them', () => {
    const bits = new ParameterSetBits(fromHex('0000030000030103 000001'));
    expect(bits.remaining).toBe(9 * 8);
    bits.skip(4 * 8);
    expect(bits.bits(16)).toBe(0x0103);
  });
});
