import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatProblem } from '../../../src/config/problem.js';
import { ascSources } from '../../../src/main/asc-sources.js';
import { checkAsc } from '../../../src/main/check-asc.js';

/** What is said of the scripts of an application, a line each. */
function check(files: Readonly<Record<string, string>> | string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(typeof files === 'string' ? { 'main.asc': files } : files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return checkAsc(ascSources(folder, join(folder, 'main.asc'), [])).map((problem) => {
    return `${problem.severity} ${formatProblem(problem)}`;
  });
}

const loadAdvice = 'mend it: the application cannot be loaded';

describe('syntax', () => {
  test.each([
    ['function f() {\n  return 1 +;\n}', `error main.asc:2:13 Unexpected token; ${loadAdvice}`],
    ['var a = <b/>;', expect.stringContaining('main.asc:1:9 E4X')],
    ['let a; let a;', `error main.asc:1:12 Identifier 'a' has already been declared; ${loadAdvice}`],
    ['a.["b"]', expect.stringContaining('error main.asc:1:3 Unexpected token')],
  ])('%s', (text, line) => expect(check(text)).toEqual([line]));

  test('old syntax is none', () => {
    const text =
      'const a = 1; for each (var b in [a]) trace(b);\ntry { x() } catch (e if e.a) { } catch (e) { } function x() {}';
    expect(check(text)).toEqual([]);
  });

  test('of a script that is loaded, where it is', () => {
    const files = { 'main.asc': 'load("lib/a.asc")', 'lib/a.asc': '\n}' };
    expect(check(files)).toEqual([`error lib/a.asc:2:1 Unexpected token; ${loadAdvice}`]);
  });
});

describe('what is not there', () => {
  const advice = 'docs/script-api.md lists what there is';
  test.each([
    [
      'application.rejectConection(c)',
      'application has no member rejectConection, and no script sets it; did you mean application.rejectConnection?',
    ],
    ['var x = application.zzzzz', `application has no member zzzzz, and no script sets it; ${advice}`],
    ['Stream.gett("a")', 'Stream has no member gett, and no script sets it; did you mean Stream.get?'],
    ['var s = Stream.get("a"); s.playy("b")', 's has no member playy, and no script sets it; did you mean s.play?'],
    ['var f = new File("a"); f.opn()', 'f has no member opn, and no script sets it; did you mean f.open?'],
    ['var b = new ByteArray(); b.inflate()', 'b.inflate is not there; it never was there; use uncompress'],
    ['new Streem()', 'there is no class Streem; did you mean Stream?'],
    ['trce("a")', 'there is no function trce; did you mean trace?'],
    ['var fs = require("fs")', 'there is no function require; define it, or load the script that does'],
  ])('%s', (text, message) => {
    const [line, ...others] = check(text);
    expect(line?.replace(/^warning main\.asc:1:\d+ /, '')).toBe(message);
    expect(others).toEqual([]);
  });

  test('says where', () => {
    expect(check('var a;\n  application.foo();')[0]).toMatch(/^warning main\.asc:2:15 application has no member foo/);
  });

  test('a script that is loaded and is not there', () => {
    expect(check('load("no.asc"); load("NetServices.asc"); unknownOfThat()')).toEqual([
      expect.stringMatching(/^error main\.asc there is no script "no\.asc" to load; put it into the folder/),
    ]);
  });
});

describe('nothing is said of', () => {
  test.each([
    'application.users = []; application.users.push(1)',
    'application.onConnect = function (c) { this.acceptConnection(c); c.anything(); return true }',
    'application.onAppStart = function () { this.users = [] }; application.users.push(1)',
    'application["x" + 1] = 2; application.x1',
    'Application.prototype.foo = function () {}; application.foo()',
    'Stream.prototype.mine = function () {}; var s = Stream.get("a"); s.mine(); s.extra = 1; trace(s.extra)',
    'function MyXml() {} MyXml.prototype = new XML(); var x = new MyXml(); x.whatever()',
    'var x = new XML("<a/>"); x.firstChild.foo.bar; x.createElement("b"); x.appendChild(1); x.toString(); x.hasOwnProperty("a")',
    'var s = new SharedObjectLike(); function SharedObjectLike() { this.go = 1 } s.go()',
    'var x = new XML(); x = {}; x.other()',
    'load("webservices/WebServices.asc"); var w = new WebService("u"); w.Anything(1)',
    'load("netservices.asc"); NetServices.createGatewayConnection("u").getService("a").b()',
    'load("components.asc"); gFrameworkFC.getClientGlobals({})',
    'helper(); load("helper" + 1 + ".asc")',
    'eval("function f() {}"); f()',
    'this.global = function () {}; global()',
    'parseInt("1"); new Array(); isNaN(1); setInterval(function () {}, 1); new Date(); Math.abs(1); JSON.stringify(1)',
    'try { } catch (e) { e.foo() } for (k in {}) k.bar(); (function (cb) { cb() })()',
    'var nc = new NetConnection(); nc.anyRemoteMethod = function () {}; nc.anyRemoteMethod()',
  ])('%s', (text) => expect(check(text)).toEqual([]));
});
