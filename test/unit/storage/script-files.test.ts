import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ScriptFiles } from '../../../src/storage/script-files.js';

let root = '';
let files: ScriptFiles;
const at = (path: string): string => join(root, path);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const read = (path: string): string => readFileSync(at(path), 'utf8');

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'script-files-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ['app', 'app/logs', 'shared', 'shared/deep', 'outside']) mkdirSync(at(folder));
  writeFileSync(at('app/a.txt'), 'hello');
  writeFileSync(at('app/logs/l.txt'), 'log');
  writeFileSync(at('shared/s.txt'), 'shared');
  writeFileSync(at('outside/secret'), 'secret');
  symlinkSync(at('outside'), at('app/out'));
  symlinkSync(at('outside/secret'), at('app/link'));
  symlinkSync(at('outside/new'), at('app/dangling'));
  symlinkSync(at('app/logs'), at('app/in'));
  files = new ScriptFiles({
    folder: at('app'),
    virtualFolders: { '/common': at('shared'), 'common/deep': at('shared/deep') },
    maxOpen: 2,
    maxRead: 8,
  });
  onTestFinished(() => files.closeAll());
});

describe('a path', () => {
  test.each([
    ['/a.txt', 5],
    ['a.txt', 5],
    ['//logs///l.txt', 3],
    ['/in/l.txt', 3],
    ['common/s.txt', 6],
    ['/common/deep', 0],
    ['/', 6],
  ])('%s is there', (path, length) => expect(files.stat(path)?.length).toBe(length));

  test.each([
    '/out/secret',
    '/link',
    '/dangling',
    '/../outside/secret',
    '/logs/../a.txt',
    './a.txt',
    'logs\\l.txt',
    'C:/a.txt',
    'a.txt\0',
    '/nothing/there',
    '/commons/s.txt',
    'x'.repeat(2000),
  ])('%s is none', (path) => {
    expect(files.stat(path)).toBeUndefined();
    expect(files.open(path, 'read')).toBeUndefined();
    expect(files.open(path, 'create')).toBeUndefined();
    expect(files.copy('/a.txt', path)).toBe(false);
    expect(files.remove(path, true)).toBe(false);
    expect(read('outside/secret')).toBe('secret');
  });
});

test.each([
  ['create', '', '123'],
  ['append', 'hello', 'hello123'],
  ['write', 'hello', '123lo'],
  ['readWrite', 'hello', '123lo'],
] as const)('open to %s', (mode, before, after) => {
  const file = files.open('/a.txt', mode)!;
  expect(read('app/a.txt')).toBe(before);
  expect(files.write(file, 0, text('123'))).toBe(3);
  expect(read('app/a.txt')).toBe(after);
  expect(files.size(file)).toBe(after.length);
  expect(files.flush(file)).toBe(true);
  expect(files.close(file)).toBe(true);
  expect(files.close(file)).toBe(false);
  expect(files.write(file, 0, text('x'))).toBeUndefined();
});

test('only what is to be read must be there', () => {
  expect(files.open('/new', 'read')).toBeUndefined();
  for (const mode of ['write', 'readWrite', 'append', 'create'] as const) {
    const file = files.open(`/${mode}`, mode)!;
    expect(files.close(file)).toBe(true);
    expect(files.stat(`/${mode}`)?.length).toBe(0);
  }
});

test('what is read is bounded, and what is open', () => {
  writeFileSync(at('app/big'), 'x'.repeat(20));
  const file = files.open('/big', 'read')!;
  expect(files.read(file, 0, 9)).toBeUndefined();
  expect(files.read(file, 15, 100)).toEqual(text('xxxxx'));
  expect(files.read(file, 20, 1)).toEqual(new Uint8Array(0));
  expect(files.read(file, 25, 1)).toEqual(new Uint8Array(0));
  expect(files.open('/a.txt', 'read')).toBeDefined();
  expect(files.open('/a.txt', 'read')).toBeUndefined();
  files.closeAll();
  expect(files.open('/a.txt', 'read')).toBeDefined();
});

test('what is neither a file nor a folder is not opened', () => {
  execFileSync('mkfifo', [at('app/pipe')]);
  expect(files.stat('/pipe')).toBeUndefined();
  expect(files.open('/pipe', 'read')).toBeUndefined();
  expect(files.open('/logs', 'read')).toBeUndefined();
  expect(files.copy('/pipe', '/copy')).toBe(false);
});

test('nothing is replaced by a copy, a renaming or a folder', () => {
  expect(files.copy('/a.txt', '/logs/l.txt')).toBe(false);
  expect(files.rename('/a.txt', '/logs/l.txt')).toBe(false);
  expect(files.makeFolder('/logs')).toBe(false);
  expect(files.copy('/a.txt', '/common/b.txt')).toBe(true);
  expect(files.rename('/a.txt', '/logs/b.txt')).toBe(true);
  expect(files.rename('/logs', '/old')).toBe(true);
  expect(files.makeFolder('/logs')).toBe(true);
  expect([read('shared/b.txt'), read('app/old/b.txt')]).toEqual(['hello', 'hello']);
  expect(files.list('/')).toEqual(['dangling', 'in', 'link', 'logs', 'old', 'out']);
});

test('a folder that is not empty is removed only as a whole, and never one of the configuration', () => {
  symlinkSync(at('outside'), at('app/logs/out'));
  expect(files.remove('/logs', false)).toBe(false);
  expect(files.remove('/logs', true)).toBe(true);
  expect(read('outside/secret')).toBe('secret');
  for (const path of ['/', 'common', '/common/deep/']) {
    expect(files.remove(path, true)).toBe(false);
    expect(files.rename(path, '/other')).toBe(false);
  }
});
