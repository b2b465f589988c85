import { describe, expect, it } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfXml } from '../../../src/amf/amf-xml.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../../src/amf/value.js';
import { AscRun } from '../../support/asc-run.js';

describe('values at the border', () => {
  const cycle = new AmfObject();
  cycle.set('self', cycle).set('a', 1);

  it.each<[string, AmfValue, string, AmfValue]>([
    ['an object', AmfObject.of({ a: 1, b: 'x' }), '{"a":1,"b":"x"}', AmfObject.of({ a: 1, b: 'x' })],
    ['an array', [1, null, true], '[1,null,true]', [1, null, true]],
    ['a mixed array', new AmfArray([1], [['k', 2]]), '[1]', new AmfArray([1], [['k', 2]])],
    ['a date', new AmfDate(86_400_000), '"1970-01-02T00:00:00.000Z"', new AmfDate(86_400_000)],
    ['a vector', new AmfVector('int', [1, 2]), '[1,2]', [1, 2]],
    ['a dictionary', new AmfDictionary([['k', 1]]), '{"k":1}', AmfObject.of({ k: 1 })],
    ['a collection', new AmfExternalizable('flex.messaging.io.ArrayCollection', [1]), '[1]', [1]],
    [
      'a member called __proto__',
      AmfObject.of(Object.fromEntries([['__proto__', 1]])),
      '{"__proto__":1}',
      new AmfObject('', [['__proto__', 1]]),
    ],
    ['a length that an array does not have', new AmfArray([1], [['length', 9]]), '[1]', [1]],
  ])('%s', async (_name, given, inScript, back) => {
    const run = await AscRun.load(
      `Client.prototype.show = function (v) { return JSON.stringify(v) };
      Client.prototype.echo = function (v) { return v };
      Client.prototype.kind = function (v) { return v instanceof Object }`,
    );
    run.connect('a');
    expect(run.call('a', 'show', given)).toBe(inScript);
    expect(run.call('a', 'echo', given)).toEqual(back);
    expect(run.call('a', 'kind', given)).toBe(true);
  });

  it('references stay references, also in circles', async () => {
    const run = await AscRun.load('Client.prototype.same = function (v) { v.twice = [v.self, v.self]; return v }');
    run.connect('a');
    const back = run.call('a', 'same', cycle) as AmfObject;
    expect(back.get('self')).toBe(back);
    expect((back.get('twice') as AmfValue[])[1]).toBe(back);
  });

  it.each<[string, string, AmfValue]>([
    ['functions are not sent', '({ a: 1, f: function () {} })', AmfObject.of({ a: 1 })],
    [
      'nor what the prototype has',
      '(function () { function C() { this.a = 1 } C.prototype.b = 2; return new C })()',
      AmfObject.of({ a: 1 }),
    ],
    ['nor clients and streams', '({ a: 1, c: client, s: Stream.get("s"), app: application })', AmfObject.of({ a: 1 })],
    ['nor a function itself', 'function () {}', undefined],
    ['nor a client itself', 'client', undefined],
    ['undefined', 'undefined', undefined],
    ['a sparse array', '(function () { var a = []; a[4000000] = 1; return a })()', new AmfArray([], [['4000000', 1]])],
    ['gaps', '[1, , 3]', [1, undefined, 3]],
    ['objects of texts and numbers', '[new String("a"), new Number(1), new Boolean(true)]', ['a', 1, true]],
    ['a copy', 'shared', AmfObject.of({ n: 1 })],
  ])('%s', async (_name, source, sent) => {
    const run = await AscRun.load(
      `var client, shared = { n: 1 };
      application.onConnect = function (c) { client = c; return true }
      Client.prototype.give = function () { var given = ${source}; return given }`,
    );
    run.connect('a');
    expect(run.call('a', 'give')).toEqual(sent);
  });

  it('what is long and what is deep crosses both ways', async () => {
    const run = await AscRun.load(
      `Client.prototype.large = function () {
        var text = "x"; while (text.length < 2000000) text += text;
        var list = []; for (var i = 0; i < 100000; i++) list.push(i);
        var deep = []; for (i = 0; i < 300; i++) deep = [deep];
        return { text: text, list: list, deep: deep };
      }`,
    );
    run.connect('a');
    const large = run.call('a', 'large') as AmfObject;
    expect((large.get('text') as string).length).toBe(2_097_152);
    expect((large.get('list') as AmfValue[]).length).toBe(100_000);
    expect(large.get('deep')).toHaveLength(1);
  });

  it('XML arrives as something that is a text at least', async () => {
    const run = await AscRun.load('Client.prototype.text = function (v) { return String(v) }');
    run.connect('a');
    expect(run.call('a', 'text', new AmfXml('<a/>'))).toMatch(/^<a ?\/>$/);
  });
});
