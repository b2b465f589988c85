import { expect, test } from 'vitest';
import { AmfUnsupported } from '../../../src/amf/amf-unsupported.js';
import { AmfArray, AmfObject } from '../../../src/amf/value.js';

test('an object keeps its properties in order, whatever they are called', () => {
  const object = AmfObject.of({ level: 'status', code: 'NetStream.Play.Start' }, 'Info').set('__proto__', 1).set('', 2);
  expect([...object.properties.keys()]).toEqual(['level', 'code', '__proto__', '']);
  expect(object.className).toBe('Info');
  expect(object.get('code')).toBe('NetStream.Play.Start');
  expect(object.get('__proto__')).toBe(1);
  expect(object.get('constructor')).toBeUndefined();
});

test('items of an array come first, as long as nothing else came before them', () => {
  const array = new AmfArray();
  for (const name of ['0', '1', 'a', '2', '1']) array.set(name, name + '!');
  expect(array.dense).toEqual(['0!', '1!']);
  expect([...array.associative.keys()]).toEqual(['a', '2']);
  expect(['0', '1', '2', 'a', 'b'].map((name) => array.get(name))).toEqual(['0!', '1!', '2!', 'a!', undefined]);
});

test.each(['00', '1.0', '-1', ' 1', '1e3', '', 'length', '__proto__', '4294967295'])('%j is no index', (name) => {
  const array = new AmfArray([0, 1, 2]).set(name, 'named');
  expect(array.associative.get(name)).toBe('named');
  expect(array.get(name)).toBe('named');
  expect(array.length).toBe(3);
});

test('length counts what is missing too', () => {
  expect(new AmfArray().length).toBe(0);
  expect(new AmfArray([1, 2], [['a', 1]]).length).toBe(2);
  expect(new AmfArray([1], [['7', 1], ['5', 1]]).length).toBe(8); // prettier-ignore
  expect(new AmfArray([], [['4294967294', 1]]).length).toBe(4294967295);
});

test('an item hides the member that has its index for a name', () => {
  const array = new AmfArray(['dense'], [['0', 'hidden'], ['1', 'seen']]); // prettier-ignore
  expect(array.get('0')).toBe('dense');
  expect([...array.entries()]).toEqual([
    ['0', 'dense'],
    ['1', 'seen'],
  ]);
});

test('unsupported can carry nothing', () => {
  expect(Object.isFrozen(AmfUnsupported.instance)).toBe(true);
});
