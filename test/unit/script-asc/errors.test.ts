import { describe, expect, it } from 'vitest';
import { AscRun } from '../../support/asc-run.js';

describe('errors', () => {
  it('of a handler are logged with file and line, told to application.onStatus, and end that call only', async () => {
    const run = await AscRun.load({
      'main.asc': 'load("lib.asc");\rapplication.onStatus = function (i) { trace(i.toSource()); nothing() }',
      'lib.asc': '// CR\rClient.prototype.fail = function () {\r  return missing;\r}',
    });
    run.connect('a');
    expect(run.call('a', 'fail')).toBe('ReferenceError: missing is not defined');
    expect(run.logged[0]).toEqual({
      level: 'error',
      text: 'ReferenceError: missing is not defined',
      file: 'lib.asc',
      line: 3,
    });
    expect(run.traced).toEqual([
      '({code:"Application.Script.Error", level:"error", description:"ReferenceError: missing is not defined", filename:"lib.asc", lineno:3, linebuf:"  return missing;"})',
    ]);
    expect(run.logged.at(-1)).toMatchObject({ level: 'error', file: 'main.asc', line: 2 });
    expect(run.connect('b')).toEqual({ answer: 'accept' });
  });

  it('what a method throws is what the caller is told', async () => {
    const run = await AscRun.load('Client.prototype.fail = function (text) { throw text ? "no" : { code: 3 } }');
    run.connect('a');
    expect(run.call('a', 'fail', true)).toBe('no');
    const { value } = run.event('call', 'a', 'fail', new Uint8Array()) ?? {};
    expect(value).toMatchObject({ answer: 'error', info: expect.anything() as unknown });
  });

  it.each<[string, Record<string, string>, string]>([
    ['syntax', { 'main.asc': 'var a;\nvar b = = 1' }, 'main.asc:2: LoadError: Unexpected token'],
    ['syntax that only the engine finds', { 'main.asc': 'let a;\nlet a' }, 'main.asc:2: LoadError: Identifier'],
    ['at run time', { 'main.asc': '\n\nnothing()' }, 'main.asc:3: ReferenceError: nothing is not defined'],
    ['in what it loads', { 'main.asc': 'load("a/b.asc")', 'a/b.asc': '\nx.y' }, 'a/b.asc:2: ReferenceError'],
    [
      'a script that is missing',
      { 'main.asc': '\nload("no.asc")' },
      'main.asc:2: LoadError: there is no script "no.asc": it was looked for in /srv/apps/chat, in /srv/scriptlib',
    ],
    ['a script that loads itself', { 'main.asc': 'load("main.asc")' }, 'does one load itself?'],
    ['an archive', { 'main.asc': 'load("a.far")' }, 'name a script in the archive'],
    ['a text that is thrown', { 'main.asc': 'throw "so"' }, 'so'],
  ])('while loading: %s', async (_name, files, message) => {
    await expect(AscRun.load(files)).rejects.toThrow(message);
  });

  it('load is refused in a handler', async () => {
    const run = await AscRun.load({
      'main.asc': 'application.onAppStart = function () { load("a.asc") }',
      'a.asc': '',
    });
    expect(run.start()?.error).toContain('only while the application loads');
  });

  it('a failure of the server is an Error of the script', async () => {
    const run = await AscRun.load(
      'Client.prototype.stats = function () { try { this.getStats() } catch (e) { return (e instanceof Error) + e.message } }',
      {
        operations: {
          'client.stats': () => {
            throw new Error('gone');
          },
        },
      },
    );
    run.connect('a');
    expect(run.call('a', 'stats')).toBe('truegone');
  });
});
