import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readScript } from '../../../src/storage/read-script.js';
import { ScriptArchive } from '../../../src/storage/script-archive.js';
import { zipFile } from '../../support/zip-file.js';

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'far-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const archive = (): Uint8Array =>
  zipFile({ 'main.asc': '\uFEFFload("a.asc")', 'a.asc': 'of the archive', 'webServices\\Soap.asc': 'ä'.repeat(5000) });

describe('a .far archive', () => {
  it.each([
    ['main.far/main.asc', undefined, 'load("a.asc")'],
    ['a.asc', 'main.far/main.asc', 'of the archive'],
    ['a.asc', undefined, 'of the application'],
    ['webServices/Soap.asc', 'main.far/main.asc', 'ä'.repeat(5000)],
    ['a.asc', 'main.far/webServices/Soap.asc', 'of the archive'],
    ['b.asc', 'main.far/main.asc', 'of the application, too'],
    ['shared.asc', 'main.far/main.asc', 'of a library that is an archive'],
    ['none.asc', 'main.far/main.asc', undefined],
    ['../../secret.asc', 'main.far/main.asc', undefined],
  ])('load of %s from %s', (name, from, text) => {
    const folder = folderWith({
      'main.far': archive(),
      'a.asc': 'of the application',
      'b.asc': 'of the application, too',
      'library.far': zipFile({ 'shared.asc': 'of a library that is an archive' }),
    });
    expect(readScript(name, from, folder, [join(folder, 'library.far')])?.text).toBe(text);
  });

  it('a folder of that name is a folder', () => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'old.far'));
    writeFileSync(join(folder, 'old.far', 'a.asc'), 'in a folder');
    expect(readScript('old.far/a.asc', undefined, folder, [])?.text).toBe('in a folder');
  });

  it.each([
    ['no archive', () => new TextEncoder().encode('load("a.asc")'), 'is no .far archive'],
    ['one that is cut off', () => archive().subarray(9), 'a damaged one'],
    ['a list that is broken', () => changed(archive(), [0x50, 0x4b, 1, 2], 3), 'a damaged one'],
    ['an encrypted one', () => changed(archive(), [0x50, 0x4b, 1, 2, 20, 0, 20, 0, 0], 8, 1), 'without a password'],
    [
      'bytes that cannot be unpacked',
      () => changed(archive(), [5, 0, 0, 0, 0x61, 0x2e, 0x61, 0x73, 0x63], 9, 0xff),
      'cannot be unpacked',
    ],
  ])('%s is refused', (_name, make, reason) => {
    const folder = folderWith({ 'main.far': make() });
    const read = (): unknown =>
      ['main.far/main.asc', 'main.far/a.asc'].map((name) => readScript(name, undefined, folder, []));
    expect(read).toThrow(reason);
    expect(read).toThrow('main.far');
  });

  it('what is compiled is refused, with what to do', () => {
    const folder = folderWith({ 'main.ase': 'x', 'main.far': zipFile({ 'main.ase': 'x' }) });
    expect(() => readScript('main.ase', undefined, folder, [])).toThrow('put the script itself (.asc) there');
    expect(() => readScript('main.far/main.ase', undefined, folder, [])).toThrow('compiled for the engine');
  });

  it('that unpacks to more than a script has is not unpacked', () => {
    const folder = folderWith({ 'main.far': zipFile({ a: '', 'bomb.asc': ' '.repeat(17 * 1024 * 1024) }) });
    expect(() => ScriptArchive.open(join(folder, 'main.far'))?.read('bomb.asc')).toThrow('cannot be unpacked');
  });
});

/** With another byte behind the first place where those stand. */
function changed(bytes: Uint8Array, pattern: readonly number[], offset: number, to = 0): Uint8Array {
  const copy = Buffer.from(bytes);
  copy[copy.indexOf(Buffer.from(pattern)) + offset] = to;
  return copy;
}
