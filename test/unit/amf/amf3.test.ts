import { describe, expect, test } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfUnsupported } from '../../../src/amf/amf-unsupported.js';
import { AmfXml } from '../../../src/amf/amf-xml.js';
import { Amf3Decoder, decodeAmf3 } from '../../../src/amf/amf3-decoder.js';
import { Amf3Encoder, encodeAmf3 } from '../../../src/amf/amf3-encoder.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../../src/amf/value.js';
import { ByteReader } from '../../../src/bytes/byte-reader.js';
import { amfDifference } from '../../support/amf-difference.js';
import { amfErrorCode } from '../../support/amf-error-code.js';
import { fromHex, toHex } from '../../support/hex.js';

function cyclic<T extends AmfValue>(value: T, add: (value: T) => unknown): T {
  add(value);
  return value;
}

const date = new AmfDate(0);
const xml = new AmfXml('<a/>', 'xml');
const bytes = Uint8Array.of(1, 2);
const closed = { sealed: ['a'], dynamic: false };
const mixed = { sealed: ['a'], dynamic: true };

const cases: { name: string; hex: string; value: AmfValue }[] = [
  { name: 'undefined', hex: '00', value: undefined },
  { name: 'null', hex: '01', value: null },
  { name: 'false', hex: '02', value: false },
  { name: 'true', hex: '03', value: true },
  { name: 'zero', hex: '04 00', value: 0 },
  { name: 'minus one', hex: '04 ffffffff', value: -1 },
  { name: 'largest integer', hex: '04 bfffffff', value: 0x0fffffff },
  { name: 'smallest integer', hex: '04 c0808000', value: -0x10000000 },
  { name: 'above the largest integer', hex: '05 41b0000000000000', value: 0x10000000 },
  { name: 'below the smallest integer', hex: '05 c1b0000001000000', value: -0x10000001 },
  { name: 'negative zero', hex: '05 8000000000000000', value: -0 },
  { name: 'NaN', hex: '05 7ff8000000000000', value: NaN },
  { name: 'infinity', hex: '05 7ff0000000000000', value: Infinity },
  { name: 'fraction', hex: '05 3fe0000000000000', value: 0.5 },
  { name: 'empty string', hex: '06 01', value: '' },
  { name: 'string', hex: '06 07 61c3a9', value: 'aé' },
  { name: 'XML document', hex: '07 09 3c612f3e', value: new AmfXml('<a/>') },
  { name: 'XML', hex: '0b 09 3c612f3e', value: new AmfXml('<a/>', 'xml') },
  { name: 'date', hex: '08 01 c1cd6c5cc0000000', value: new AmfDate(-987281792) },
  { name: 'date that is none', hex: '08 01 7ff8000000000000', value: new AmfDate(NaN) },
  { name: 'ByteArray', hex: '0c 07 0080ff', value: Uint8Array.of(0, 0x80, 0xff) },
  { name: 'empty ByteArray', hex: '0c 01', value: new Uint8Array() },
  { name: 'array', hex: '09 05 01 01 03', value: [null, true] },
  { name: 'empty array', hex: '09 01 01', value: [] },
  { name: 'array with named members', hex: '09 03 03 61 01 01 03', value: new AmfArray([true], [['a', null]]) },
  { name: 'sparse array', hex: '09 01 03 35 01 01', value: new AmfArray([], [['5', null]]) },
  { name: 'anonymous object', hex: '0a 0b 01 03 61 01 01', value: AmfObject.of({ a: null }) },
  { name: 'typed dynamic object', hex: '0a 0b 03 42 03 61 01 01', value: AmfObject.of({ a: null }, 'B') },
  { name: 'sealed object', hex: '0a 13 03 42 03 61 01', value: new AmfObject('B', [['a', null]], closed) },
  {
    name: 'object with sealed and dynamic members',
    hex: '0a 1b 03 42 03 61 01 03 63 03 01',
    value: new AmfObject('B', [['a', null], ['c', true]], mixed), // prettier-ignore
  },
  { name: 'object without members', hex: '0a 03 03 42', value: new AmfObject('B', [], { sealed: [], dynamic: false }) },
  {
    name: 'names that JavaScript has a use for',
    hex: '0a 0b 01 13 5f5f70726f746f5f5f 01 17 636f6e7374727563746f72 01 01',
    value: new AmfObject('', [['__proto__', null], ['constructor', null]]), // prettier-ignore
  },
  { name: 'Vector.<int>', hex: '0d 05 01 ffffffff 7fffffff', value: new AmfVector('int', [-1, 0x7fffffff], true) },
  { name: 'Vector.<uint>', hex: '0e 03 00 ffffffff', value: new AmfVector('uint', [0xffffffff]) },
  { name: 'Vector.<Number>', hex: '0f 03 00 8000000000000000', value: new AmfVector('double', [-0]) },
  { name: 'Vector.<Object>', hex: '10 05 00 01 01 06 03 61', value: new AmfVector('object', [null, 'a']) },
  { name: 'vector of a class', hex: '10 01 01 03 42', value: new AmfVector('object', [], true, 'B') },
  {
    name: 'Dictionary',
    hex: '11 05 00 04 05 02 06 03 61 03',
    value: new AmfDictionary([[5, false], ['a', true]]), // prettier-ignore
  },
  { name: 'weak Dictionary', hex: '11 01 01', value: new AmfDictionary([], true) },
  { name: 'repeated strings', hex: '09 07 01 06 03 61 06 03 62 06 00', value: ['a', 'b', 'a'] },
  {
    name: 'the empty string is never a reference',
    hex: '09 09 01 06 01 06 03 61 06 01 06 00',
    value: ['', 'a', '', 'a'],
  },
  {
    name: 'names, class names and values share the strings',
    hex: '0a 0b 03 61 03 62 06 00 00 06 02 01',
    value: new AmfObject('a', [['b', 'a'], ['a', 'b']]), // prettier-ignore
  },
  { name: 'repeated date', hex: '09 05 01 08 01 0000000000000000 08 02', value: [date, date] },
  { name: 'repeated XML', hex: '09 05 01 0b 09 3c612f3e 0b 02', value: [xml, xml] },
  { name: 'repeated ByteArray', hex: '09 05 01 0c 05 0102 0c 02', value: [bytes, bytes] },
  {
    name: 'repeated class',
    hex: '09 05 01 0a 13 03 42 03 61 01 0a 01 03',
    value: [new AmfObject('B', [['a', null]], closed), new AmfObject('B', [['a', true]], closed)],
  },
  {
    name: 'classes that differ in their members only',
    hex: '09 07 01 0a 13 03 42 03 61 01 0a 1b 00 02 01 01 0a 0b 00 01',
    value: [new AmfObject('B', [['a', null]], closed), new AmfObject('B', [['a', null]], mixed), new AmfObject('B')],
  },
  { name: 'array that holds itself', hex: '09 03 01 09 00', value: cyclic<AmfValue[]>([], (a) => a.push(a)) },
  {
    name: 'object that holds itself',
    hex: '0a 0b 01 03 61 0a 00 01',
    value: cyclic(new AmfObject(), (o) => o.set('a', o)),
  },
  {
    name: 'array whose named member is itself',
    hex: '09 01 03 61 09 00 01',
    value: cyclic(new AmfArray(), (a) => a.set('a', a)),
  },
  {
    name: 'vector that holds itself',
    hex: '10 03 00 01 10 00',
    value: cyclic(new AmfVector('object'), (v) => v.items.push(v)),
  },
  {
    name: 'dictionary that is its own key',
    hex: '11 03 00 11 00 01',
    value: cyclic(new AmfDictionary(), (d) => d.entries.push([d, null])),
  },
  {
    name: 'collection that holds itself',
    hex: '0a 07 43 666c65782e6d6573736167696e672e696f2e4172726179436f6c6c656374696f6e 09 03 01 0a 00',
    value: cyclic(new AmfExternalizable('flex.messaging.io.ArrayCollection'), (c) => (c.body = [c])),
  },
];

test.each(cases)('$name', ({ hex, value }) => {
  expect(amfDifference(decodeAmf3(fromHex(hex)), value)).toBeUndefined();
  expect(toHex(encodeAmf3(value))).toBe(toHex(fromHex(hex)));
});

describe('what the encoding has no place for', () => {
  test('a property named "" becomes one that the class declares', () => {
    const decoded = decodeAmf3(encodeAmf3(AmfObject.of({ '': 1, a: 2 })));
    expect(amfDifference(decoded, AmfObject.of({ '': 1, a: 2 }), 'content')).toBeUndefined();
  });

  test('an array with a member named "" becomes an object', () => {
    const array = new AmfArray([true], [['', 1], ['a', 2]]); // prettier-ignore
    const decoded = decodeAmf3(encodeAmf3([array, array])) as [AmfObject, AmfObject];
    expect(amfDifference(decoded[0], AmfObject.of({ '': 1, 0: true, a: 2 }), 'content')).toBeUndefined();
    expect(decoded[1]).toBe(decoded[0]);
  });

  test('properties added to an object of a sealed class make it dynamic', () => {
    const object = decodeAmf3(fromHex('0a 13 03 42 03 61 01')) as AmfObject;
    object.set('c', true);
    expect(toHex(encodeAmf3(object))).toBe('0a1b03420361010363' + '0301');
  });

  test('a sealed member that was taken away is undefined', () => {
    expect(toHex(encodeAmf3(new AmfObject('B', [], closed)))).toBe('0a13' + '0342' + '0361' + '00');
  });

  test('unsupported becomes undefined', () => {
    expect(toHex(encodeAmf3(AmfUnsupported.instance))).toBe('00');
  });

  test('a vector of numbers holds numbers only', () => {
    expect(amfErrorCode(() => encodeAmf3(new AmfVector('int', ['1'])))).toBe('unencodable');
  });

  test('a plain JavaScript object is a mistake of the caller', () => {
    expect(() => encodeAmf3([{} as AmfObject])).toThrow(TypeError);
  });
});

test('a ByteArray shares no memory with the input', () => {
  const input = Buffer.from(fromHex('0c 05 0102'));
  const value = decodeAmf3(input);
  input.fill(0);
  expect(value).toEqual(Uint8Array.of(1, 2));
});

test('any marker may refer to any object', () => {
  const [first, second] = decodeAmf3(fromHex('09 05 01 0a 0b 01 01 0c 02')) as [AmfObject, AmfObject];
  expect(second).toBe(first);
});

test('values and names of one context share their tables', () => {
  const encoder = new Amf3Encoder();
  encoder.writeString('a').write('a').writeString('').write([date]).write(date);
  const hex = '03 61 06 00 01 09 03 01 08 01 0000000000000000 08 02';
  expect(toHex(encoder.finish())).toBe(toHex(fromHex(hex)));

  const decoder = new Amf3Decoder(new ByteReader(fromHex(hex)));
  expect(decoder.readString()).toBe('a');
  expect(decoder.read()).toBe('a');
  expect(decoder.readString()).toBe('');
  const [first] = decoder.read() as [AmfDate];
  expect(decoder.read()).toBe(first);
  expect(decoder.done).toBe(true);
});

test('one value means one value', () => {
  expect(amfErrorCode(() => decodeAmf3(fromHex('01 01')))).toBe('trailing-bytes');
});
