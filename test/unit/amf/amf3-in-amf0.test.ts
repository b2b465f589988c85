import { describe, expect, test } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfUnsupported } from '../../../src/amf/amf-unsupported.js';
import { AmfXml } from '../../../src/amf/amf-xml.js';
import { Amf0Decoder, decodeAmf0 } from '../../../src/amf/amf0-decoder.js';
import { encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../../src/amf/value.js';
import { ByteReader } from '../../../src/bytes/byte-reader.js';
import { amfDifference } from '../../support/amf-difference.js';
import { amfErrorCode } from '../../support/amf-error-code.js';
import { fromHex, toHex } from '../../support/hex.js';

const bytes = Uint8Array.of(7);
const closed = { sealed: ['a'], dynamic: false };

describe('what only AMF3 has goes behind the switch', () => {
  test.each<{ name: string; hex: string; values: AmfValue[] }>([
    { name: 'ByteArray', hex: '11 0c 03 07', values: [bytes] },
    { name: 'XML', hex: '11 0b 03 61', values: [new AmfXml('a', 'xml')] },
    { name: 'vector', hex: '11 0d 03 00 00000001', values: [new AmfVector('int', [1])] },
    { name: 'dictionary', hex: '11 11 01 00', values: [new AmfDictionary()] },
    {
      name: 'externalizable',
      hex: '11 0a 07 3b 666c65782e6d6573736167696e672e696f2e4f626a65637450726f7879 01',
      values: [new AmfExternalizable('flex.messaging.io.ObjectProxy', null)],
    },
    {
      name: 'inside an object, AMF0 again behind it',
      hex: '03 0001 61 11 0c 03 07 0001 62 02 0001 63 000009',
      values: [AmfObject.of({ a: bytes, b: 'c' })],
    },
    {
      name: 'the second does not refer to the first',
      hex: '11 10 03 00 01 06 03 61 11 10 03 00 01 06 03 61',
      values: [new AmfVector('object', ['a']), new AmfVector('object', ['a'])],
    },
    {
      name: 'an AMF0 reference does not count what is AMF3',
      hex: '0a 00000003 11 10 03 00 01 0a 0b 01 01 03 000009 07 0001',
      values: [(() => {
        const object = new AmfObject();
        return [new AmfVector('object', [new AmfObject()]), object, object];
      })()], // prettier-ignore
    },
  ])('$name', ({ hex, values }) => {
    expect(toHex(encodeAmf0(values))).toBe(toHex(fromHex(hex)));
    expect(amfDifference(decodeAmf0(fromHex(hex)), values)).toBeUndefined();
  });

  test('a value that comes twice is written twice', () => {
    expect(toHex(encodeAmf0([bytes, bytes]))).toBe('110c0307' + '110c0307');
  });

  test('a cycle that leads through it ends', () => {
    const object = new AmfObject();
    object.set('d', new AmfDictionary([['o', object]]));
    const decoded = decodeAmf0(encodeAmf0([object]));
    expect(amfDifference(decoded, [object], 'content')).toBeUndefined();
  });
});

describe('the AMF3 form of commands', () => {
  test.each<{ name: string; hex: string; values: AmfValue[] }>([
    {
      name: 'simple values stay AMF0',
      hex: '02 0001 61 00 3ff0000000000000 01 01 05 06 0d',
      values: ['a', 1, true, null, undefined, AmfUnsupported.instance],
    },
    { name: 'object', hex: '11 0a 0b 01 03 61 04 01 01', values: [AmfObject.of({ a: 1 })] },
    { name: 'array', hex: '11 09 03 01 04 01', values: [[1]] },
    { name: 'array with named members', hex: '11 09 01 03 61 01 01', values: [new AmfArray([], [['a', null]])] },
    { name: 'date', hex: '11 08 01 0000000000000000', values: [new AmfDate(0)] },
    { name: 'XML document', hex: '11 07 03 61', values: [new AmfXml('a')] },
    {
      name: 'strings and classes are referred to in the first value only',
      hex: '11 09 07 01 06 03 61 06 00 0a 13 03 42 00 01   11 09 09 01 06 03 61 06 03 61 0a 13 03 42 03 61 01 0a 13 03 42 03 61 03',
      values: [
        ['a', 'a', new AmfObject('B', [['a', null]], closed)],
        ['a', 'a', new AmfObject('B', [['a', null]], closed), new AmfObject('B', [['a', true]], closed)],
      ],
    },
  ])('$name', ({ hex, values }) => {
    expect(toHex(encodeAmf0(values, { avmPlus: true }))).toBe(toHex(fromHex(hex)));
    expect(amfDifference(decodeAmf0(fromHex(hex)), values)).toBeUndefined();
  });
});

describe('several AMF3 values of a message', () => {
  const shared: AmfValue[] = ['text', AmfObject.of({ a: 'text' }, 'Class')];
  const values = [[shared, shared], shared, [AmfObject.of({ b: 'text' }, 'Class'), 'text']];

  test.each(['message', 'value'] as const)('are the same with the tables of the %s', (amf3Tables) => {
    const decoded = decodeAmf0(encodeAmf0(values, { avmPlus: true }), { amf3Tables });
    expect(amfDifference(decoded, values, 'content')).toBeUndefined();
  });

  test('keep an object that comes twice in one of them, with the tables of the message', () => {
    const [, second] = decodeAmf0(encodeAmf0([[1], [shared, shared]], { avmPlus: true })) as AmfValue[][];
    expect(second![1]).toBe(second![0]);
  });
});

describe('whose tables a reference means', () => {
  test('those of the message', () => {
    const [first, second] = decodeAmf0(fromHex('11 0a 0b 01 03 61 01 01 11 0a 00')) as [AmfObject, AmfObject];
    expect(second).toBe(first);
    expect(decodeAmf0(fromHex('11 06 03 61 11 06 00'))).toEqual(['a', 'a']);
  });

  test('those of the value, where the message cannot be read otherwise', () => {
    // Class 0 is A with two members in the first value and B with one in the second.
    const hex = '11 0a 23 03 41 03 61 03 62 01 01   11 09 05 01 0a 13 03 42 03 63 01 0a 01 03';
    expect(amfErrorCode(() => decodeAmf0(fromHex(hex), { amf3Tables: 'message' }))).toBe('truncated');
    const traits = { sealed: ['c'], dynamic: false };
    const [, second] = decodeAmf0(fromHex(hex));
    const expected = [new AmfObject('B', [['c', null]], traits), new AmfObject('B', [['c', true]], traits)];
    expect(amfDifference(second, expected)).toBeUndefined();
  });

  test('where both readings fail, the error is that of the first', () => {
    expect(amfErrorCode(() => decodeAmf0(fromHex('11 06 03 61 11 06 00 ff')))).toBe('bad-marker');
  });

  test('the caller decides', () => {
    expect(amfErrorCode(() => decodeAmf0(fromHex('11 06 03 61 11 06 00'), { amf3Tables: 'value' }))).toBe('bad-ref');
  });
});

test('AMF3 values are counted', () => {
  const decoder = new Amf0Decoder(new ByteReader(fromHex('05 11 01 0a 00000001 11 01')));
  decoder.readAll();
  expect(decoder.amf3Values).toBe(2);
});
