import { describe, expect, test } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfUnsupported } from '../../../src/amf/amf-unsupported.js';
import { AmfXml } from '../../../src/amf/amf-xml.js';
import { Amf0Decoder, decodeAmf0 } from '../../../src/amf/amf0-decoder.js';
import { Amf0Encoder, encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfArray, AmfObject } from '../../../src/amf/value.js';
import { ByteReader } from '../../../src/bytes/byte-reader.js';
import { amfDifference } from '../../support/amf-difference.js';
import { amfErrorCode } from '../../support/amf-error-code.js';
import { fromHex, toHex } from '../../support/hex.js';

const cyclic = new AmfObject();
cyclic.set('me', cyclic);
const shared = AmfObject.of({});
const sharedArray: AmfValue[] = [];

const cases: { name: string; bytes: string; values: AmfValue[] }[] = [
  { name: 'number', bytes: '00 3ff8000000000000', values: [1.5] },
  { name: 'negative zero', bytes: '00 8000000000000000', values: [-0] },
  { name: 'NaN', bytes: '00 7ff8000000000000', values: [NaN] },
  { name: 'infinities', bytes: '00 7ff0000000000000 00 fff0000000000000', values: [Infinity, -Infinity] },
  { name: 'booleans', bytes: '01 01 01 00', values: [true, false] },
  { name: 'string', bytes: '02 0004 6c697665', values: ['live'] },
  { name: 'empty string', bytes: '02 0000', values: [''] },
  { name: 'string beyond ASCII', bytes: '02 0006 c3a9 f09f9880', values: ['é😀'] },
  { name: 'string with NUL and byte order mark', bytes: '02 0005 61 00 efbbbf', values: ['a\0\ufeff'] },
  { name: 'null', bytes: '05', values: [null] },
  { name: 'undefined', bytes: '06', values: [undefined] },
  { name: 'unsupported', bytes: '0d', values: [AmfUnsupported.instance] },
  { name: 'date', bytes: '0b 4274835e3a25e000 0000', values: [new AmfDate(1409653383774)] },
  { name: 'date with time zone', bytes: '0b 0000000000000000 fed4', values: [new AmfDate(0, -300)] },
  { name: 'date that is none', bytes: '0b 7ff8000000000000 0000', values: [new AmfDate(NaN)] },
  { name: 'infinite date', bytes: '0b fff0000000000000 0000', values: [new AmfDate(-Infinity)] },
  { name: 'XML document', bytes: '0f 00000004 3c612f3e', values: [new AmfXml('<a/>')] },
  { name: 'empty object', bytes: '03 000009', values: [new AmfObject()] },
  {
    name: 'object, in order',
    bytes: '03 0001 62 01 01 0001 61 05 000009',
    values: [new AmfObject('', [['b', true], ['a', null]])], // prettier-ignore
  },
  {
    name: 'property with an empty name',
    bytes: '03 0000 01 01 0001 61 05 000009',
    values: [AmfObject.of({ '': true, a: null })],
  },
  {
    name: 'names that JavaScript has a use for',
    bytes: '03 0009 5f5f70726f746f5f5f 05 000b 636f6e7374727563746f72 05 0006 6c656e677468 05 000009',
    values: [new AmfObject('', [['__proto__', null], ['constructor', null], ['length', null]])], // prettier-ignore
  },
  { name: 'typed object', bytes: '10 0003 612e42 0001 63 05 000009', values: [AmfObject.of({ c: null }, 'a.B')] },
  {
    name: 'typed object of no class',
    bytes: '10 0009 5f5f70726f746f5f5f 000009',
    values: [new AmfObject('__proto__')],
  },
  { name: 'empty ECMA array', bytes: '08 00000000 000009', values: [new AmfArray()] },
  {
    name: 'ECMA array of items and a named member',
    bytes: '08 00000002 0001 30 05 0001 31 06 0001 61 01 01 000009',
    values: [new AmfArray([null, undefined], [['a', true]])],
  },
  {
    name: 'ECMA array with a hole',
    bytes: '08 00000003 0001 30 05 0001 32 05 000009',
    values: [new AmfArray([null], [['2', null]])],
  },
  {
    name: 'ECMA array with members that must not be taken for its own',
    bytes: '08 00000000 0006 6c656e677468 05 0009 5f5f70726f746f5f5f 05 0002 3031 05 000009',
    values: [new AmfArray([], [['length', null], ['__proto__', null], ['01', null]])], // prettier-ignore
  },
  { name: 'strict array', bytes: '0a 00000002 05 01 01', values: [[null, true]] },
  { name: 'empty strict array', bytes: '0a 00000000', values: [[]] },
  {
    name: 'references to what started first',
    bytes: '0a 00000003 03 000009 07 0000 07 0001',
    values: [(() => {
      const array: AmfValue[] = [shared];
      array.push(array, shared);
      return array;
    })()], // prettier-ignore
  },
  { name: 'object that holds itself', bytes: '03 0002 6d65 07 0000 000009', values: [cyclic] },
  { name: 'reference across values', bytes: '0a 00000000 07 0000', values: [sharedArray, sharedArray] },
  {
    name: 'connect',
    bytes: '02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 02 0004 6c697665 000009',
    values: ['connect', 1, AmfObject.of({ app: 'live' })],
  },
];

test.each(cases)('$name', ({ bytes, values }) => {
  expect(amfDifference(decodeAmf0(fromHex(bytes)), values)).toBeUndefined();
  expect(toHex(encodeAmf0(values))).toBe(toHex(fromHex(bytes)));
});

test('dates, strings and XML take no place in the reference table', () => {
  const bytes = fromHex('0a 00000005 0b 0000000000000000 0000 02 0000 0f 00000000 03 000009 07 0001');
  const [array] = decodeAmf0(bytes) as [AmfValue[]];
  expect(array[4]).toBe(array[3]);
});

describe('text', () => {
  test.each([
    { length: 0xffff, head: '02ffff' },
    { length: 0x10000, head: '0c00010000' },
  ])('of $length bytes starts $head', ({ length, head }) => {
    const text = 'x'.repeat(length - 2) + 'é';
    const bytes = encodeAmf0([text]);
    expect(toHex(bytes.subarray(0, head.length / 2))).toBe(head);
    expect(decodeAmf0(bytes)).toEqual([text]);
  });

  test('a lone surrogate is written as U+FFFD', () => {
    expect(toHex(encodeAmf0(['\ud800', AmfObject.of({ '\udc00': null })]))).toBe(
      '020003efbfbd' + '030003efbfbd05000009',
    );
  });

  test('what is not UTF-8 is read as U+FFFD', () => {
    expect(decodeAmf0(fromHex('02 0003 61 ff 62'))).toEqual(['a\ufffdb']);
  });

  test('a name over 65,535 bytes has no form', () => {
    const long = 'x'.repeat(0x10000);
    expect(amfErrorCode(() => encodeAmf0([AmfObject.of({ [long]: null })]))).toBe('unencodable');
    expect(amfErrorCode(() => encodeAmf0([new AmfObject(long)]))).toBe('unencodable');
    expect(amfErrorCode(() => encodeAmf0([new AmfArray([], [[long, null]])]))).toBe('unencodable');
  });
});

test('the last of two properties of one name wins, where the first was', () => {
  const [object] = decodeAmf0(fromHex('03 0001 61 05 0001 62 05 0001 61 06 000009')) as [AmfObject];
  expect([...object.properties]).toEqual([
    ['a', undefined],
    ['b', null],
  ]);
});

test('the count of an ECMA array is a hint', () => {
  for (const count of ['00000000', '00000001', 'ffffffff']) {
    const values = decodeAmf0(fromHex(`08 ${count} 0001 30 05 0001 61 05 000009`));
    expect(amfDifference(values, [new AmfArray([null], [['a', null]])])).toBeUndefined();
  }
});

describe('values one by one', () => {
  const bytes = fromHex('02 0001 61 05 ff');

  test('what follows is not looked at', () => {
    const decoder = new Amf0Decoder(new ByteReader(bytes));
    expect(decoder.read()).toBe('a');
    expect(decoder.read()).toBe(null);
    expect(decoder.done).toBe(false);
    expect(amfErrorCode(() => decoder.read())).toBe('bad-marker');
    expect(decoder.done).toBe(true);
  });

  test('are written one by one', () => {
    expect(toHex(new Amf0Encoder().write('a').write(null).finish())).toBe('0200016105');
  });
});

describe('an end marker that is missing', () => {
  const ends = [
    '03 0001 61 05',
    '03 0001 61 05 00',
    '03 0001 61 05 0000',
    '08 00000001 0001 61 05',
    '08 00000001 0001 61 05 0000',
    '10 0001 62 0001 61 05',
    '03 0001 62 03 0001 61 05',
  ];

  test.each(ends)('%s is refused', (bytes) => {
    expect(amfErrorCode(() => decodeAmf0(fromHex(bytes)))).toBe('truncated');
  });

  test.each(ends)('%s is accepted where the caller says so', (bytes) => {
    const [value] = decodeAmf0(fromHex(bytes), { lenientEnd: true }) as [AmfObject | AmfArray];
    const inner = (value.get('b') ?? value) as AmfObject;
    expect(inner.get('a')).toBe(null);
  });

  test.each(['03 0001 61', '03 0001', '03 01', '0a 00000001', '02 0001'])('%s is cut elsewhere', (bytes) => {
    expect(['truncated', 'bad-count']).toContain(amfErrorCode(() => decodeAmf0(fromHex(bytes), { lenientEnd: true })));
  });
});

test('objects beyond the 65,536th are not referred to', () => {
  const last = new AmfObject();
  const values = [...Array.from({ length: 0x10000 }, () => new AmfObject()), last, last];
  const bytes = encodeAmf0(values);
  expect(toHex(bytes.subarray(-8))).toBe('03000009'.repeat(2));
});

test('what is not an AMF value is a mistake of the caller', () => {
  expect(() => encodeAmf0([{} as AmfObject])).toThrow(TypeError);
});
