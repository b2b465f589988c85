import { describe, expect, it } from 'vitest';
import { AscRun } from '../../support/asc-run.js';

describe('traits of the engine', () => {
  it.each<[string, string, unknown]>([
    ['watch', 'var o = { p: 1 }; o.watch("p", function (n, a, b) { return n + a + b }); o.p = 2; o.p', 'p12'],
    ['unwatch', 'o = { p: 1 }; o.watch("p", function () { return 9 }); o.unwatch("p"); o.p = 2; o.p', 2],
    [
      'watch a property that is not there yet',
      'o = {}; o.watch("q", function (n, a, b) { return b * 2 }); o.q = 2; o.q',
      4,
    ],
    [
      'watch twice',
      'o = {}; o.watch("q", function () { return 1 }); o.watch("q", function () { return 2 }); o.q = 0; o.q',
      2,
    ],
    [
      'toSource',
      '({ a: [1, "x"], "b-c": { d: null, e: undefined } }).toSource()',
      '({a:[1, "x"], "b-c":{d:null, e:(void 0)}})',
    ],
    ['toSource of a circle', 'o = { a: 1 }; o.o = o; o.toSource()', '({a:1, o:{}})'],
    ['toSource of a script', 'o = { toSource: function () { return "mine" } }; uneval([o])', '[mine]'],
    [
      'uneval',
      'uneval("é\\n") + uneval(new Date(5)) + uneval(-0) + uneval([1, , 2])',
      '"\\xE9\\n"(new Date(5))-0[1, , 2]',
    ],
    ['__defineGetter__', 'o = {}; o.__defineGetter__("g", function () { return 3 }); o.g', 3],
    ['lineNumber and fileName', 'try { nothing() } catch (e) { e.fileName + e.lineNumber }', '0'],
    ['for in lists nothing of it', 'var s = ""; for (var n in {}) s += n; for (n in []) s += n; s', ''],
    [
      'setAttributes is for secure.asc',
      'try { setAttributes({}, "a", true, true, true) } catch (e) { e.message }',
      'setAttributes may be used only in secure.asc',
    ],
    ['a class without new', 'NetConnection() instanceof NetConnection', true],
    ['what one is', 'String(application) + application.constructor.name', '[object Application]Application'],
    [
      'members that are read-only',
      'application.clients = 1; application.name = 2; application.clients.length + application.name',
      '0chat/_definst_',
    ],
    [
      'prototypes may be extended',
      'Stream.prototype.twice = function () { return this.name + this.name }; Stream.get("s").twice()',
      'ss',
    ],
    ['nothing of Node.js', 'typeof process + typeof require + typeof TextDecoder', 'undefinedundefinedundefined'],
  ])('%s', async (_name, code, value) => {
    const run = await AscRun.load('');
    expect(run.evaluate(code)).toEqual(value);
  });

  it('an addition to a built-in of one instance is seen by no other', async () => {
    const [one, other] = [await AscRun.load('Array.prototype.sum = 1; Client.prototype.x = 1'), await AscRun.load('')];
    expect([one.evaluate('[].sum + Client.prototype.x'), other.evaluate('[].sum + "" + Client.prototype.x')]).toEqual([
      2,
      'undefinedundefined',
    ]);
  });

  it('secure.asc runs first, and may hide and protect', async () => {
    const run = await AscRun.load({
      'secure.asc': `var g = getGlobal();
        g.vault = protectObject({ secret: 1, tell: function () { return this.secret } });
        setAttributes(g, "vault", true, true, true);`,
      'main.asc':
        'vault = null; trace(vault.tell() + String(vault.secret)); for (n in this) if (n == "vault") trace(n)',
    });
    expect(run.traced).toEqual(['1undefined']);
  });
});

describe('timers', () => {
  it.each([
    ['a function', 'setInterval(function (a, b) { trace(a + b) }, 100, 1, 2)', ['3', '3']],
    [
      'a method',
      'var o = { n: 5, f: function (a) { trace(this.n + a); this.f = null } }; setInterval(o, "f", 100, 1)',
      ['6'],
    ],
    ['once', 'setTimeout(function () { trace("once") }, 100)', ['once']],
    ['cleared in itself', 'var t = setInterval(function () { trace("x"); clearInterval(t) }, 100)', ['x']],
    ['cleared', 'clearTimeout(setTimeout(function () { trace("never") }, 100))', []],
  ])('%s', async (_name, code, traced) => {
    const run = await AscRun.load(code);
    run.pass(250);
    expect(run.traced).toEqual(traced);
  });

  it('one that fails goes on', async () => {
    const run = await AscRun.load('setInterval(function () { nothing() }, 100)');
    run.pass(200);
    expect(run.logged.map(({ level }) => level)).toEqual(['error', 'error']);
  });
});
