import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { updateSyntax } from '../../../src/script/worker/update-syntax.js';

function* each(object: Record<string, unknown>): Generator {
  for (const name in object) yield object[name];
}

function valueOf(source: string): unknown {
  const updated = updateSyntax(source);
  if (!('code' in updated)) throw new Error(`${updated.message} at ${updated.line}`);
  expect(updated.code.split(/\r\n|\r|\n/).length).toBe(source.split(/\r\n|\r|\n/).length);
  const loaded: string[] = [];
  const load = (name: string): void => void loaded.push(name);
  return new Script(updated.code).runInNewContext({ __each__: each, load, loaded });
}

describe('syntax of the time', () => {
  it.each([
    ['for each', 'var s = ""; for each (var v in {a: 1, b: 2}) s += v; s', '12'],
    ['for each over an expression', 'var a = {x: [7, 8]}; var s = 0; for  each\n(v in (a).x) { s += v; } s', 15],
    ['for each in for each', 'var s = 0; for each (var a in [[1, 2], [3]]) for each (b in (a)) s += b; s', 6],
    ['for each with a label', 'o: for each (var a in [1, 2, 3]) { if (a == 2) break o; } a', 2],
    ['a variable named each', 'var each = 3; for (each in {k: 1}) ; each', 'k'],
    ['catch if, first', 'try { throw 1 } catch (e if e == 1) { "one" } catch (e if e == 2) { "two" }', 'one'],
    ['catch if, second', 'try { throw 2 } catch (e if e == 1) { "one" } catch (f if f == 2) { "two" }', 'two'],
    ['catch if, rest', 'try { throw 3 }\ncatch (e\n if e == 1) { "one" }\ncatch (e) { "rest " + e }', 'rest 3'],
    [
      'catch if, none',
      'try { try { throw 3 } catch (e if e == 1) { "one" } } catch (e) { "out " + e } finally { 0 }',
      'out 3',
    ],
    ['catch if inside of catch if', 'try { throw 1 } catch (e if 1) { try { throw 2 } catch (f if 1) { e + f } }', 3],
    ['const twice', 'const A = 1; const A = 2; function f() { const A = 3; const A = 4; return A } f() + A', 6],
    ['const for the whole function', 'function f() { if (true) { const a = 5 } return a } f()', 5],
    ['const without a value', 'const a; typeof a', 'undefined'],
    ['#include', '#include "a.asc"\nvar x = 1\n#include \'lib/b.asc\';\nloaded.join()', 'a.asc,lib/b.asc'],
    ['#include in a text', 'var t = \'#include "a.asc"\'; t + loaded.length', '#include "a.asc"0'],
    [
      'never strict',
      '"use strict"; undeclared = 1; function f() { "use strict"; return this === undefined } f()',
      false,
    ],
    ['octal', '010 + 1', 9],
    ['getters', '({ get a() { return 4 }, set a(v) {} }).a', 4],
    ['new without parentheses, no semicolons', 'function F() { this.a = 1 }\nvar o = new F\no.a', 1],
    ['a comment that CR ends', 'var a = 1 // one\ra = 2\ra', 2],
    ['with', 'with ({ q: 3 }) q', 3],
    [
      'the same function twice, the same parameter twice',
      'function f(a, a) { return a } function f(b, b) { return b } f(1, 2)',
      2,
    ],
    ['something lower than', 'var a = 1, b = 2; a<b', true],
  ])('%s', (_name, source, value) => {
    expect(valueOf(source)).toEqual(value);
  });

  it.each([
    ['E4X', 'var a = 1;\nvar x = <a b="c"/>;', 2, 'E4X'],
    ['E4X attributes', 'x.@id', 1, 'E4X'],
    ['E4X descendants', '\n\nx..y', 3, 'E4X'],
    ['E4X name spaces', 'default xml namespace = "a"', 1, 'E4X'],
    ['what FMS refused too', 'var c = [];\rc[0].["s1"] = 1', 2, 'Unexpected token'],
    ['an end that is missing', 'function f() {\n', 2, 'Unexpected token'],
    ['for each without in', 'for each (var i = 0; i < 1; i++) ;', 1, 'for each'],
  ])('%s is reported with its line', (_name, source, line, message) => {
    expect(updateSyntax(source)).toMatchObject({ message: expect.stringContaining(message) as string, line });
  });
});
