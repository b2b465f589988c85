import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { addSigningKey, addStreamKey, revokeKey, rotateKey } from '../../../src/storage/change-keys.js';
import { KeyFile } from '../../../src/storage/key-file.js';
import { parseKeys } from '../../../src/storage/key-records.js';
import { StorageError } from '../../../src/storage/storage-error.js';

const NOW = Date.UTC(2026, 10, 21, 6);
const terms = { application: 'live', instance: '*', stream: '*', actions: ['publish'] } as const;

let folder: string;
let file: KeyFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  file = new KeyFile(join(folder, 'data'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

describe('the key file', () => {
  it('holds no keys while it does not exist', async () => {
    expect(await file.exists()).toBe(false);
    expect(await file.read()).toEqual([]);
  });

  it('is readable by its owner only, and does not hold the key', async () => {
    const { shown } = await file.change(addStreamKey({ ...terms, name: 'studio' }, NOW));
    expect(shown).toMatch(/^ag_[A-Za-z0-9_-]{32}$/);
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
    expect(await readFile(file.path, 'utf8')).not.toContain(shown.slice(3));
  });

  it('gives back what was put in', async () => {
    const expires = NOW + 86_400_000;
    const { key: stream } = await file.change(addStreamKey({ ...terms, name: 'studio', expires }, NOW));
    const { key: signing } = await file.change(addSigningKey({ ...terms, stream: 'cam*', name: 'site' }, NOW + 1));
    expect(await file.read()).toEqual([stream, signing]);
    await file.change(rotateKey('studio', NOW + 500, NOW + 2));
    const revoked = await file.change(revokeKey('site', NOW + 3));
    const keys = await file.read();
    expect(keys[1]).toEqual(revoked);
    expect(keys[0]).toMatchObject({
      expires,
      secrets: [{ created: NOW + 2 }, { created: NOW, validUntil: NOW + 500 }],
    });
  });

  it('looks different after each change', async () => {
    const versions = new Set([await file.version()]);
    for (const name of ['a', 'b', 'c']) {
      await file.change(addStreamKey({ ...terms, name }, NOW));
      versions.add(await file.version());
    }
    expect(versions.size).toBe(4);
  });

  it('loses no change of two that come at once, and leaves nothing else behind', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `key${index}`);
    await Promise.all(
      names.map((name) => new KeyFile(join(folder, 'data')).change(addStreamKey({ ...terms, name }, NOW))),
    );
    expect((await file.read()).map(({ name }) => name).sort()).toEqual(names);
    expect(await readdir(join(folder, 'data'))).toEqual(['keys']);
  });

  it('takes away a lock that somebody left behind', async () => {
    await file.change(addStreamKey({ ...terms, name: 'a' }, NOW));
    await writeFile(`${file.path}.lock`, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${file.path}.lock`, longAgo, longAgo);
    await file.change(addStreamKey({ ...terms, name: 'b' }, NOW));
    expect(await file.read()).toHaveLength(2);
  });

  it('stays as it was when a change fails', async () => {
    await file.change(addStreamKey({ ...terms, name: 'a' }, NOW));
    const before = await readFile(file.path, 'utf8');
    await expect(file.change(revokeKey('b', NOW))).rejects.toThrow('There is no key b');
    expect(await readFile(file.path, 'utf8')).toBe(before);
    expect(await readdir(join(folder, 'data'))).toEqual(['keys']);
  });

  it('says where it is wrong, and not what is there', async () => {
    await file.change(addStreamKey({ ...terms, name: 'a' }, NOW));
    await writeFile(file.path, (await readFile(file.path, 'utf8')).replace(/sha256: .*/, 'sha256: ag_secret'));
    const reading = file.read();
    await expect(reading).rejects.toThrow(StorageError);
    await expect(reading).rejects.toThrow(/data\/keys: keys\.0\.secrets\.0\.sha256/);
    await expect(reading).rejects.not.toThrow(/ag_secret/);
  });
});

describe('a text that is no key file', () => {
  it.each([
    ['nothing', ''],
    ['no list', 'keys: 5'],
    ['a list of something else', 'keys: [5]'],
    ['a key that is not known', 'keys: []\nmore: 1'],
    ['no YAML', 'keys: [\n'],
    ['an alias bomb', `a: &a [x,x]\nb: &b [*a,*a]\nkeys: [*b,*b]`],
    ['a tag', 'keys: !!binary aGk='],
  ])('%s is refused', (_name, text) => {
    expect(() => parseKeys(text)).toThrow(StorageError);
  });
});
