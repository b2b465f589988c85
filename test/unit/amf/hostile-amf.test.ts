import { describe, expect, test } from 'vitest';
import { AmfError } from '../../../src/amf/amf-error.js';
import { defaultAmfLimits } from '../../../src/amf/amf-limits.js';
import { decodeAmf0 } from '../../../src/amf/amf0-decoder.js';
import { encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import { decodeAmf3 } from '../../../src/amf/amf3-decoder.js';
import { encodeAmf3 } from '../../../src/amf/amf3-encoder.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfObject } from '../../../src/amf/value.js';
import { EndOfBytesError } from '../../../src/bytes/byte-reader.js';
import { concat } from '../../../src/bytes/concat.js';
import { amfErrorCode } from '../../support/amf-error-code.js';
import { fromHex } from '../../support/hex.js';

const decoders = { amf0: decodeAmf0, amf3: decodeAmf3 };
type Encoding = keyof typeof decoders;

/** `hex` over and over, as bytes. */
function repeated(hex: string, times: number): Uint8Array {
  const unit = fromHex(hex);
  const bytes = new Uint8Array(unit.length * times);
  for (let i = 0; i < times; i++) bytes.set(unit, i * unit.length);
  return bytes;
}

describe('nesting', () => {
  const forms: { name: string; encoding: Encoding; open: string; close: string }[] = [
    { name: 'AMF0 objects', encoding: 'amf0', open: '03 0001 61', close: '000009' },
    { name: 'AMF0 typed objects', encoding: 'amf0', open: '10 0000 0001 61', close: '000009' },
    { name: 'AMF0 ECMA arrays', encoding: 'amf0', open: '08 00000000 0001 61', close: '000009' },
    { name: 'AMF0 strict arrays', encoding: 'amf0', open: '0a 00000001', close: '' },
    { name: 'AMF3 arrays', encoding: 'amf3', open: '09 03 01', close: '' },
    { name: 'AMF3 named members', encoding: 'amf3', open: '09 01 03 61', close: '01' },
    { name: 'AMF3 objects', encoding: 'amf3', open: '0a 0b 01 03 61', close: '01' },
    { name: 'AMF3 sealed members', encoding: 'amf3', open: '0a 13 01 03 61', close: '' },
    { name: 'AMF3 vectors', encoding: 'amf3', open: '10 03 00 01', close: '' },
    { name: 'AMF3 dictionary keys', encoding: 'amf3', open: '11 03 00', close: '01' },
    { name: 'AMF3 dictionary values', encoding: 'amf3', open: '11 03 00 01', close: '' },
    {
      name: 'AMF3 externalizables',
      encoding: 'amf3',
      open: `0a 07 43 ${toHexText('flex.messaging.io.ArrayCollection')}`,
      close: '',
    },
  ];

  test.each(forms)('$name', ({ encoding, open, close }) => {
    const nested = (depth: number): Uint8Array =>
      concat([repeated(open, depth), fromHex(encoding === 'amf0' ? '05' : '01'), repeated(close, depth)]);
    const decode = decoders[encoding];
    expect(() => decode(nested(64))).not.toThrow();
    for (const depth of [65, 5_000, 200_000]) expect(amfErrorCode(() => decode(nested(depth)))).toBe('too-deep');
    expect(() => decode(nested(300), { limits: { ...defaultAmfLimits, maxDepth: 300 } })).not.toThrow();
  });

  test('AMF3 inside AMF0 counts on', () => {
    const nested = (amf0: number, amf3: number): Uint8Array =>
      concat([repeated('0a 00000001', amf0), fromHex('11'), repeated('09 03 01', amf3), fromHex('01')]);
    expect(() => decodeAmf0(nested(32, 32))).not.toThrow();
    expect(amfErrorCode(() => decodeAmf0(nested(32, 33)))).toBe('too-deep');
  });

  test('siblings do not add up', () => {
    expect(decodeAmf0(repeated('0a 00000000', 1000))).toHaveLength(1000);
    expect(decodeAmf3(concat([fromHex('09 8f51 01'), repeated('09 01 01', 1000)]))).toHaveLength(1000);
  });

  test('what is nested too deeply is not written either', () => {
    let value: AmfValue = null;
    for (let i = 0; i < 100_000; i++) value = [value];
    expect(amfErrorCode(() => encodeAmf0([value]))).toBe('too-deep');
    expect(amfErrorCode(() => encodeAmf3(value))).toBe('too-deep');
  });
});

describe('counts and lengths that are announced only', () => {
  test.each<[hex: string, encoding: Encoding, code: string]>([
    ['0a ffffffff', 'amf0', 'bad-count'],
    ['0c ffffffff 61', 'amf0', 'truncated'],
    ['0f ffffffff 61', 'amf0', 'truncated'],
    ['02 ffff 61', 'amf0', 'truncated'],
    ['08 ffffffff', 'amf0', 'truncated'],
    ['06 ffffffff 61', 'amf3', 'truncated'],
    ['0c ffffffff 61', 'amf3', 'truncated'],
    ['09 ffffffff 01', 'amf3', 'bad-count'],
    ['0a fffffff3 01', 'amf3', 'bad-count'],
    ['0d ffffffff 00', 'amf3', 'bad-count'],
    ['0e ffffffff 00', 'amf3', 'bad-count'],
    ['0f ffffffff 00', 'amf3', 'bad-count'],
    ['10 ffffffff 00 01', 'amf3', 'bad-count'],
    ['11 ffffffff 00', 'amf3', 'bad-count'],
    ['0d 05 00 00000001 000000', 'amf3', 'bad-count'],
    ['0f 03 00 00000000000000', 'amf3', 'bad-count'],
    ['11 05 00 01 01 01', 'amf3', 'bad-count'],
  ])('%s: %s, %s %s', (hex, encoding, code) => {
    expect(amfErrorCode(() => decoders[encoding](fromHex(hex)))).toBe(code);
  });
});

describe('more elements than allowed', () => {
  const limits = { ...defaultAmfLimits, maxElements: 10 };

  test.each<[name: string, encoding: Encoding, ten: string, eleven: string]>([
    ['values of a message', 'amf0', '05'.repeat(10), '05'.repeat(11)],
    ['strict array', 'amf0', '0a 00000009' + '05'.repeat(9), '0a 0000000a' + '05'.repeat(10)],
    ['object', 'amf0', '03' + '00016105'.repeat(9) + '000009', '03' + '00016105'.repeat(10) + '000009'],
    ['AMF3 in AMF0', 'amf0', '1101'.repeat(5), '1101'.repeat(6)],
    ['array', 'amf3', '09 13 01' + '01'.repeat(9), '09 15 01' + '01'.repeat(10)],
    ['named members', 'amf3', '09 01' + '036101'.repeat(9) + '01', '09 01' + '036101'.repeat(10) + '01'],
    [
      'sealed names',
      'amf3',
      '0a 43 01' + '0361'.repeat(4) + '01'.repeat(4),
      '0a 53 01' + '0361'.repeat(5) + '01'.repeat(5),
    ],
    ['vector of ints', 'amf3', '0d 13 00' + '00000000'.repeat(9), '0d 15 00' + '00000000'.repeat(10)],
    ['vector of objects', 'amf3', '10 13 00 01' + '01'.repeat(9), '10 15 00 01' + '01'.repeat(10)],
    ['dictionary', 'amf3', '11 09 00' + '0101'.repeat(4), '11 0b 00' + '0101'.repeat(5)],
  ])('%s', (_name, encoding, ten, eleven) => {
    const decode = decoders[encoding];
    expect(() => decode(fromHex(ten), { limits })).not.toThrow();
    expect(amfErrorCode(() => decode(fromHex(eleven), { limits }))).toBe('too-many');
  });

  test('five million nulls are refused by their count', () => {
    const bytes = concat([fromHex('0a 004c4b40'), new Uint8Array(5_000_000).fill(0x05)]);
    expect(amfErrorCode(() => decodeAmf0(bytes))).toBe('too-many');
    bytes.set(fromHex('05 05 05 05 05'));
    expect(amfErrorCode(() => decodeAmf0(bytes))).toBe('too-many');
  });
});

describe('longer strings than allowed', () => {
  const limits = { ...defaultAmfLimits, maxStringLength: 3 };

  test.each<[name: string, encoding: Encoding, three: string, four: string]>([
    ['string', 'amf0', '02 0003 616161', '02 0004 61616161'],
    ['long string', 'amf0', '0c 00000003 616161', '0c 00000004 61616161'],
    ['XML', 'amf0', '0f 00000003 616161', '0f 00000004 61616161'],
    ['name', 'amf0', '03 0003 616161 05 000009', '03 0004 61616161 05 000009'],
    ['class', 'amf0', '10 0003 616161 000009', '10 0004 61616161 000009'],
    ['AMF3 string', 'amf3', '06 07 616161', '06 09 61616161'],
    ['AMF3 XML', 'amf3', '0b 07 616161', '0b 09 61616161'],
    ['ByteArray', 'amf3', '0c 07 616161', '0c 09 61616161'],
    ['AMF3 name', 'amf3', '0a 0b 01 07 616161 01 01', '0a 0b 01 09 61616161 01 01'],
  ])('%s', (_name, encoding, three, four) => {
    const decode = decoders[encoding];
    expect(() => decode(fromHex(three), { limits })).not.toThrow();
    expect(amfErrorCode(() => decode(fromHex(four), { limits }))).toBe('too-long');
  });

  test('a ByteArray of 16 MB', () => {
    const bytes = concat([fromHex('0c 88808001'), new Uint8Array(0x1000000)]);
    expect(amfErrorCode(() => decodeAmf3(bytes))).toBe('too-long');
  });
});

describe('bytes that mean nothing', () => {
  test.each(['04', '0e', '12', '20', 'ff', '11 12', '11 ff'])('marker %s', (hex) => {
    expect(amfErrorCode(() => decodeAmf0(fromHex(hex + '00000000')))).toBe('bad-marker');
  });

  test.each(['09', '0a 00000001 09', '03 0001 61 09'])('%s ends an object that is not open', (hex) => {
    expect(amfErrorCode(() => decodeAmf0(fromHex(hex)))).toBe('unexpected-object-end');
  });

  test.each(['07 0000', '0a 00000001 07 0001', '11 06 00', '11 0a 00', '11 0a 01', '11 09 03 01 09 02'])(
    '%s refers to nothing',
    (hex) => {
      expect(amfErrorCode(() => decodeAmf0(fromHex(hex)))).toBe('bad-ref');
    },
  );

  test('the end of the input is the cause of the error', () => {
    expect(() => decodeAmf0(fromHex('00 3ff0'))).toThrow(AmfError);
    try {
      decodeAmf0(fromHex('00 3ff0'));
    } catch (error) {
      expect((error as AmfError).cause).toBeInstanceOf(EndOfBytesError);
    }
  });
});

describe('class names', () => {
  test.each(['java.lang.Thread', '__proto__', 'constructor', 'Buffer', 'Object'])('%s is a label', (className) => {
    for (const [value] of [
      decodeAmf0(encodeAmf0([new AmfObject(className)])),
      [decodeAmf3(encodeAmf3(new AmfObject(className)))],
    ]) {
      expect(value).toBeInstanceOf(AmfObject);
      expect(value).toMatchObject({ className });
    }
    const hex = toHexText(className);
    const length = (className.length * 2 + 1).toString(16).padStart(2, '0');
    expect(amfErrorCode(() => decodeAmf3(fromHex(`0a 07 ${length} ${hex}`)))).toBe('unknown-externalizable');
  });
});

describe('a small message that grows when it is written in the other encoding', () => {
  test('strings, which only AMF3 refers to', () => {
    const bomb = decodeAmf3(
      concat([fromHex('09 83ff7f 01 06 87ff7f'), new Uint8Array(0xffff).fill(0x61), repeated('0600', 0x7ffe)]),
    );
    expect(amfErrorCode(() => encodeAmf0([bomb]))).toBe('too-long');
    expect(encodeAmf3(bomb).length).toBeLessThan(300_000);
  });

  test('objects behind the AMF3 switch, which do not know each other', () => {
    const bytes = new Uint8Array(1_000_000);
    expect(amfErrorCode(() => encodeAmf0(Array<AmfValue>(1000).fill(bytes)))).toBe('too-long');
    expect(amfErrorCode(() => encodeAmf0([bytes], { maxLength: 1000 }))).toBe('too-long');
    expect(amfErrorCode(() => encodeAmf3(bytes, { maxLength: 1000 }))).toBe('too-long');
  });
});

function toHexText(text: string): string {
  return Buffer.from(text).toString('hex');
}
