import { describe, expect, it } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfXml } from '../../../src/amf/amf-xml.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfDictionary, AmfObject } from '../../../src/amf/value.js';
import { amfToJson, jsonToAmf } from '../../../src/main/pages/amf-json.js';

describe('values of shared objects as JSON', () => {
  it.each<[string, AmfValue, unknown]>([
    ['a number', 1.5, 1.5],
    ['no number', NaN, { $number: 'NaN' }],
    ['no end', -Infinity, { $number: '-Infinity' }],
    ['a text', 'x', 'x'],
    ['nothing', null, null],
    ['not even nothing', undefined, { $undefined: true }],
    ['a date', new AmfDate(5), { $date: 5 }],
    ['XML', new AmfXml('<a/>'), { $xml: '<a/>' }],
    ['bytes', Uint8Array.of(1, 2), { $bytes: 'AQI=' }],
    ['a list', [1, [true]], [1, [true]]],
    ['an object', AmfObject.of({ a: 1, b: AmfObject.of({ c: 'd' }) }), { a: 1, b: { c: 'd' } }],
    ['one of a class', AmfObject.of({ x: 1 }, 'Point'), { $typed: { class: 'Point', value: { x: 1 } } }],
    ['one that looks like a word', AmfObject.of({ $date: 1 }), { $typed: { class: '', value: { $date: 1 } } }],
    ['one named as a prototype', AmfObject.of(JSON.parse('{"__proto__": 1}') as Record<string, number>), undefined],
  ])('there and back: %s', (_name, value, json) => {
    const written = amfToJson(value);
    if (json !== undefined) expect(written).toEqual(json);
    expect(jsonToAmf(JSON.parse(JSON.stringify(written)) as typeof written)).toEqual(value);
  });

  it('shows what contains itself, what is too deep and what is none of these', () => {
    const loop = AmfObject.of({ a: 1 });
    loop.set('self', loop);
    expect(amfToJson(loop)).toEqual({ a: 1, self: { $other: 'a value that contains itself' } });
    let deep: AmfValue = [];
    for (let i = 0; i < 100; i++) deep = [deep];
    expect(JSON.stringify(amfToJson(deep))).toContain('which is not shown');
    expect(amfToJson(new AmfDictionary())).toEqual({ $other: 'a dictionary of 0' });
  });

  it.each([[{ $other: 'x' }], [{ $xml: 5 }], [{ $typed: { class: 5, value: {} } }], [{ $typed: null }]])(
    'refuses what is no value: %j',
    (json) => {
      expect(() => jsonToAmf(json)).toThrow(/docs\/api\.md/);
    },
  );
});
