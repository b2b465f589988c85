import { expect, test } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfUnsupported } from '../../../src/amf/amf-unsupported.js';
import { AmfXml } from '../../../src/amf/amf-xml.js';
import { describeAmf } from '../../../src/amf/describe-amf.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../../src/amf/value.js';

const cyclic = new AmfObject();
cyclic.set('me', cyclic);
const shared = new AmfObject();

test.each<[string, AmfValue]>([
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['-0', -0],
  ['NaN', NaN],
  ['"live"', 'live'],
  ['"\\"\\\\"', '"\\'],
  ['"a\\u{a}b\\u{0}\\u{1b}\\u{7f}\\u{85}\\u{2028}\\u{202e}\\u{d800}é😀"', 'a\nb\0\x1b\x7f\x85\u2028\u202e\ud800é😀'],
  ['[]', []],
  ['[1, ["a"]]', [1, ['a']]],
  ['{}', new AmfObject()],
  ['{"level": "status", "__proto__": 1}', AmfObject.of({ level: 'status', ['__proto__']: 1 })],
  ['"a\\u{a}B" {"c": null}', AmfObject.of({ c: null }, 'a\nB')],
  ['Array {"0": 1, "a": 2}', new AmfArray([1], [['a', 2]])],
  ['Date(NaN)', new AmfDate(NaN)],
  ['XML "<a/>"', new AmfXml('<a/>')],
  ['ByteArray(3)', new Uint8Array(3)],
  ['Vector.int [1, 2]', new AmfVector('int', [1, 2])],
  ['Dictionary {{}: 1}', new AmfDictionary([[new AmfObject(), 1]])],
  ['"DSK" {"body": 1}', new AmfExternalizable('DSK', undefined, [['body', 1]])],
  ['"C" [1]', new AmfExternalizable('C', [1])],
  ['unsupported', AmfUnsupported.instance],
  ['{"me": <cycle>}', cyclic],
  ['[[[[[[[[<deep>]]]]]]]]', [[[[[[[[[1]]]]]]]]]],
  ['[{}, {}]', [shared, shared]],
])('%s', (line, value) => {
  expect(describeAmf(value)).toBe(line);
});

test.each<[string, AmfValue, number]>([
  ['"12345678…', '1234567890', 9],
  ['"😀…', '😀😀', 4],
  ['[1, 2, 3, …', Array<AmfValue>(9).fill(0).map((_, i) => i + 1), 10], // prettier-ignore
  ['{"a": …', AmfObject.of({ a: 1, b: 2 }), 6],
  ['"1234"', '1234', 6],
])('%s is cut', (line, value, limit) => {
  expect(describeAmf(value, limit)).toBe(line);
});

test('a value that would be endless when walked costs no more than its line', () => {
  let bomb: AmfValue = 'boom';
  for (let i = 0; i < 60; i++) bomb = Array<AmfValue>(1000).fill(bomb);
  const huge = Array<AmfValue>(1_000_000).fill('\n'.repeat(1_000_000));
  for (const value of [bomb, huge, AmfObject.of({ a: bomb, b: huge }), new AmfVector('object', huge)]) {
    expect(describeAmf(value, 1000).length).toBeLessThanOrEqual(1001);
  }
});
