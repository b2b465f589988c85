import { expect, it } from 'vitest';
import { AmfDate } from '../../../../src/amf/amf-date.js';
import { AmfXml } from '../../../../src/amf/amf-xml.js';
import { AmfArray, AmfDictionary, AmfObject, AmfVector } from '../../../../src/amf/value.js';
import type { AmfValue } from '../../../../src/amf/value.js';
import { classNameOf, withClassName } from '../../../../src/script/ts/class-name.js';
import { fromAmf } from '../../../../src/script/ts/from-amf.js';
import { toAmf } from '../../../../src/script/ts/to-amf.js';
import { XmlText } from '../../../../src/script/ts/xml-text.js';

it.each<[name: string, amf: AmfValue, value: unknown]>([
  ['undefined', undefined, undefined],
  ['null', null, null],
  ['a number', 1.5, 1.5],
  ['a text', 'é', 'é'],
  ['true', true, true],
  ['a list', [1, [2]], [1, [2]]],
  ['an object', AmfObject.of({ a: 1, b: AmfObject.of({ c: 'd' }) }), { a: 1, b: { c: 'd' } }],
  ['a date', new AmfDate(86_400_000), new Date(86_400_000)],
  ['bytes', Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
  ['a dictionary', new AmfDictionary([[1, 'one']]), new Map([[1, 'one']])],
  ['Vector.<int>', new AmfVector('int', [-1]), Int32Array.of(-1)],
  ['Vector.<uint>', new AmfVector('uint', [1]), Uint32Array.of(1)],
  ['Vector.<Number>', new AmfVector('double', [0.5]), Float64Array.of(0.5)],
  ['XML', new AmfXml('<a/>', 'xml'), new XmlText('<a/>', 'xml')],
])('%s passes both ways', (_, amf, value) => {
  expect(fromAmf(amf)).toEqual(value);
  expect(toAmf(value)).toEqual(amf);
});

it('an array with named members becomes an object', () => {
  expect(fromAmf(new AmfArray(['x'], [['width', 640]]))).toEqual({ '0': 'x', width: 640 });
  expect(fromAmf(new AmfArray(['x']))).toEqual(['x']);
});

it('the class name of an object goes with it', () => {
  const user = fromAmf(AmfObject.of({ name: 'Ann' }, 'app.User')) as object;
  expect(user).toEqual({ name: 'Ann' });
  expect(classNameOf(user)).toBe('app.User');
  expect(toAmf(withClassName('app.Other', { ...user }))).toEqual(AmfObject.of({ name: 'Ann' }, 'app.Other'));
  expect(classNameOf({})).toBeUndefined();
});

it('a value that contains itself stays so', () => {
  const amf = new AmfObject();
  amf.set('self', amf);
  const value = fromAmf(amf) as { self: unknown };
  expect(value.self).toBe(value);
  const back = toAmf(value) as AmfObject;
  expect(back.get('self')).toBe(back);
});

it('a member that is called __proto__ is a member', () => {
  const value = fromAmf(AmfObject.of(JSON.parse('{ "__proto__": 1 }') as Record<string, AmfValue>)) as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(['__proto__']);
});

it('functions are left out, sets become lists', () => {
  expect(toAmf({ a: 1, f: () => 1 })).toEqual(AmfObject.of({ a: 1 }));
  expect(toAmf(new Set([1, 2]))).toEqual([1, 2]);
});

it.each([
  ['a BigInt', 1n, 'A BigInt (1n) cannot be sent'],
  ['a promise', { later: Promise.resolve(1) }, 'await it first'],
])('%s is refused', (_, value, message) => {
  expect(() => toAmf(value)).toThrow(message);
});
