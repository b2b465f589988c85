import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfUnsupported } from '../../../src/amf/amf-unsupported.js';
import { AmfXml } from '../../../src/amf/amf-xml.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfObject, AmfVector } from '../../../src/amf/value.js';
import { concat } from '../../../src/bytes/concat.js';
import type { SharedObjectContent } from '../../../src/sharedobject/shared-object-store.js';
import { SharedObjectFileError } from '../../../src/storage/shared-object-file-error.js';
import { decodeSharedObject, encodeSharedObject } from '../../../src/storage/shared-object-format.js';
import { amfDifference } from '../../support/amf-difference.js';
import { hex, toHex } from '../../support/hex.js';
import { seededInteger, seededRandom } from '../../support/seeded-random.js';

const typed = new AmfObject('', [['x', 1]], { sealed: ['x'], dynamic: false });

/** Put together by another program, from the table in the documentation of the format. */
const whole = hex(`4147534f 0001 0000 00000068
  000b 726f6f6d732f6c6f626279 00000009
  00000003
  00000007 0005 73636f7265 00 00000009 004045000000000000
  00000003 0003 77686f 00 00000006 020003416e6e
  00000009 0005 7479706564 03 00000008 0a13036103780401
  00000001
  00000008 0004 676f6e65
  3b4224d1068d3cfef8f1023e12d42905ae8136b1fe751d3e37aa8750c3191884`);

const content: SharedObjectContent = {
  name: 'rooms/lobby',
  version: 9,
  properties: new Map<string, { value: AmfValue; version: number }>([
    ['score', { value: 42, version: 7 }],
    ['who', { value: 'Ann', version: 3 }],
    ['typed', { value: new AmfObject('a', typed.properties, typed.traits), version: 9 }],
  ]),
  deleted: new Map([['gone', 8]]),
};

function codeOf(bytes: Uint8Array): string {
  try {
    decodeSharedObject(bytes);
    return 'none';
  } catch (error) {
    if (error instanceof SharedObjectFileError) return error.code;
    throw error;
  }
}

const signed = (start: string): Uint8Array => {
  const bytes = hex(start);
  return concat([bytes, createHash('sha256').update(bytes).digest()]);
};

test('a file is as it is documented', () => {
  expect(toHex(encodeSharedObject(content))).toBe(toHex(whole));
  const read = decodeSharedObject(whole);
  expect({ ...read, properties: [...read.properties], deleted: [...read.deleted] }).toEqual({
    ...content,
    properties: [...content.properties],
    deleted: [...content.deleted],
  });
});

const self = new AmfArray([1]);
self.associative.set('self', self);
const shared = AmfObject.of({ a: 1 });

test.each<[string, AmfValue]>([
  ['undefined', undefined],
  ['null', null],
  ['unsupported', AmfUnsupported.instance],
  ['-0', -0],
  ['NaN', NaN],
  ['a long string', 'ü'.repeat(40_000)],
  ['a date with its zone', new AmfDate(-1, 60)],
  ['E4X', new AmfXml('<a/>', 'xml')],
  ['bytes', hex('00ff')],
  ['a strict array', [1, [2, undefined]]],
  ['an ECMA array without names', new AmfArray([1, 2])],
  ['an array in itself', self],
  ['an object twice', [shared, shared]],
  ['a vector of objects', new AmfVector('object', [shared], true, 'a')],
  ['a dictionary', new AmfDictionary([[shared, 1]], true)],
  ['a declared member deep inside', [AmfObject.of({ deep: [typed] })]],
  ['a name that AMF0 has no form for', new AmfObject('', [['n'.repeat(70_000), 1]])],
  ['"__proto__"', new AmfObject('__proto__', [['__proto__', 1]])],
])('%s stays what it is', (_, value) => {
  const bytes = encodeSharedObject({
    name: 'a',
    version: 1,
    properties: new Map([['p', { value, version: 1 }]]),
    deleted: new Map(),
  });
  expect(amfDifference(decodeSharedObject(bytes).properties.get('p')!.value, value)).toBeUndefined();
});

describe('a file', () => {
  it('that is cut anywhere is damaged', () => {
    for (let length = 0; length < whole.length; length++) expect(codeOf(whole.subarray(0, length))).toBe('damaged');
  });

  it('of which any bit is another is not taken for whole', () => {
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const damaged = Uint8Array.from(whole);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const inVersion = bit >> 3 === 4 || bit >> 3 === 5;
      expect(codeOf(damaged)).toBe(inVersion ? 'other-version' : 'damaged');
    }
  });

  it('that something follows is damaged', () => {
    expect(codeOf(concat([whole, hex('00')]))).toBe('damaged');
  });

  it('of another version says which', () => {
    const later = signed('4147534f 0002 0000 00000000');
    expect(() => decodeSharedObject(later)).toThrow('its format is 2, and 1 is what is known');
  });

  it.each([
    ['an empty body', '4147534f 0001 0000 00000000'],
    ['more properties announced than there are', '4147534f 0001 0000 0000000b 0001 61 00000001 ffffffff'],
    [
      'a value that is none',
      '4147534f 0001 0000 0000001b 0001 61 00000001 00000001 00000001 0001 62 00 00000001 20 00000000',
    ],
  ])('with %s and the right checksum is damaged', (_, start) => {
    expect(codeOf(signed(start))).toBe('damaged');
  });

  it('of any bytes does no harm', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 500; round++) {
      const body = Uint8Array.from({ length: seededInteger(random, 60) }, () => seededInteger(random, 4));
      expect(codeOf(signed(`4147534f00010000 ${toHex(Uint8Array.of(0, 0, 0, body.length))} ${toHex(body)}`))).toMatch(
        /damaged|none/,
      );
    }
  });
});
