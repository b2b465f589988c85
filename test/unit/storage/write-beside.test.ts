import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeBeside } from '../../../src/storage/write-beside.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beside-'));
  path = join(folder, 'a.flv');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const content = (text: string) => async (handle: FileHandle) => {
  await handle.writeFile(text);
  return text.length;
};
const inPlace = { replaces: true, keeps: true };

describe('a file that is written beside the one it replaces', () => {
  test('takes its place and its permissions; the other is kept', async () => {
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    expect(await writeBeside(path, inPlace, content('new'))).toEqual({ result: 3, keptAs: `${path}.bak` });
    expect(await writeBeside(path, inPlace, content('newer'))).toEqual({ result: 5, keptAs: `${path}.bak2` });
    const texts = ['a.flv', 'a.flv.bak', 'a.flv.bak2'].map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts).toEqual(['newer', 'old', 'new']);
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test('nothing is left of work that fails', async () => {
    writeFileSync(path, 'old');
    const work = async (handle: FileHandle) => {
      await handle.writeFile('half');
      throw new Error('no');
    };
    await expect(writeBeside(path, inPlace, work)).rejects.toThrow('no');
    expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['a.flv'], 'old']);
  });

  test('what must not be replaced is not, even if it came while the new one was written', async () => {
    const fresh = { replaces: false, keeps: false };
    await expect(
      writeBeside(path, fresh, async (handle) => {
        writeFileSync(path, 'another');
        await handle.writeFile('new');
      }),
    ).rejects.toMatchObject({ name: 'StorageError' });
    await expect(writeBeside(path, fresh, content('new'))).rejects.toMatchObject({ name: 'StorageError' });
    expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['a.flv'], 'another']);
  });

  test('what a process that was killed has left is removed, that of a living one is not', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const [dead, alive] = [pid, process.pid].map((id) => join(folder, `.a.flv.new-${id}-0123abcd`));
    writeFileSync(dead!, '');
    writeFileSync(alive!, '');
    await writeBeside(path, { replaces: false, keeps: false }, content('new'));
    expect([existsSync(dead!), existsSync(alive!), existsSync(path)]).toEqual([false, true, true]);
  });
});
