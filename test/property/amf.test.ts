import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AmfError } from '../../src/amf/amf-error.js';
import { decodeAmf0 } from '../../src/amf/amf0-decoder.js';
import { encodeAmf0 } from '../../src/amf/amf0-encoder.js';
import { Amf3Decoder } from '../../src/amf/amf3-decoder.js';
import { Amf3Encoder } from '../../src/amf/amf3-encoder.js';
import { describeAmf } from '../../src/amf/describe-amf.js';
import type { AmfValue } from '../../src/amf/value.js';
import { ByteReader } from '../../src/bytes/byte-reader.js';
import { amf0Values, amf3Values, amfValues } from '../support/amf-arbitrary.js';
import { amfDifference } from '../support/amf-difference.js';

function encodeAmf3All(values: readonly AmfValue[]): Uint8Array {
  const encoder = new Amf3Encoder();
  for (const value of values) encoder.write(value);
  return encoder.finish();
}

function decodeAmf3All(bytes: Uint8Array): AmfValue[] {
  const decoder = new Amf3Decoder(new ByteReader(bytes));
  const values: AmfValue[] = [];
  while (!decoder.done) values.push(decoder.read());
  return values;
}

const numRuns = 1500;

describe('what was written is read', () => {
  test('AMF0, with sharing and cycles', () => {
    fc.assert(
      fc.property(amf0Values, (values) => {
        expect(amfDifference(decodeAmf0(encodeAmf0(values)), values)).toBeUndefined();
      }),
      { numRuns },
    );
  });

  test('AMF3, with sharing and cycles', () => {
    fc.assert(
      fc.property(amf3Values, (values) => {
        expect(amfDifference(decodeAmf3All(encodeAmf3All(values)), values)).toBeUndefined();
      }),
      { numRuns },
    );
  });

  test('anything through AMF0 and the AMF3 form of commands', () => {
    fc.assert(
      fc.property(amfValues, fc.boolean(), (values, avmPlus) => {
        const decoded = decodeAmf0(encodeAmf0(values, { avmPlus }));
        expect(amfDifference(decoded, values, 'content')).toBeUndefined();
      }),
      { numRuns },
    );
  });

  test('and described in one line', () => {
    fc.assert(
      fc.property(amfValues, fc.nat(300), (values, limit) => {
        const line = describeAmf(values, limit);
        expect(line.length).toBeLessThanOrEqual(limit + 1);
        expect(line).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns },
    );
  });
});

/** Bytes that are almost right: some of what was written is overwritten, taken out or doubled. */
function damaged(written: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const damage = fc.record({
    at: fc.nat(10_000),
    kind: fc.constantFrom('overwrite', 'remove', 'double'),
    size: fc.nat(4),
    byte: fc.oneof(fc.nat(0x12), fc.nat(0xff)),
  });
  return fc.tuple(written, fc.array(damage, { maxLength: 3 })).map(([bytes, damages]) => {
    let result = [...bytes];
    for (const { at, kind, size, byte } of damages) {
      const start = at % (result.length + 1);
      if (kind === 'overwrite') result[start] = byte;
      else if (kind === 'remove') result.splice(start, size);
      else result = [...result.slice(0, start + size), ...result.slice(start)];
    }
    return Uint8Array.from(result);
  });
}

/** The values, or undefined after an AmfError; any other throw escapes. */
function attempt(decode: () => AmfValue[]): AmfValue[] | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof AmfError) return undefined;
    throw error;
  }
}

describe('any bytes are values or an AmfError, and values are written again', () => {
  test('AMF0', () => {
    const bytes = damaged(
      fc.oneof(
        fc.uint8Array(),
        amf0Values.map((v) => encodeAmf0(v)),
        amfValues.map((v) => encodeAmf0(v)),
      ),
    );
    let decoded = 0;
    fc.assert(
      fc.property(bytes, fc.boolean(), (input, lenientEnd) => {
        const values = attempt(() => decodeAmf0(input, { lenientEnd }));
        if (values === undefined) return;
        decoded++;
        expect(amfDifference(decodeAmf0(encodeAmf0(values)), values, 'content')).toBeUndefined();
      }),
      { numRuns },
    );
    expect(decoded).toBeGreaterThan(numRuns / 10);
  });

  test('AMF3', () => {
    const bytes = damaged(fc.oneof(fc.uint8Array(), amf3Values.map(encodeAmf3All)));
    let decoded = 0;
    fc.assert(
      fc.property(bytes, (input) => {
        const values = attempt(() => decodeAmf3All(input));
        if (values === undefined) return;
        decoded++;
        expect(amfDifference(decodeAmf3All(encodeAmf3All(values)), values)).toBeUndefined();
      }),
      { numRuns },
    );
    expect(decoded).toBeGreaterThan(numRuns / 10);
  });
});
