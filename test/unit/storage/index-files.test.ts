import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { IndexFiles } from '../../../src/storage/index-files.js';
import { RecordingLogger } from '../../support/recording-logger.js';

let folder: string;
let log: RecordingLogger;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'indexes-')), 'cache');
  log = new RecordingLogger();
  onTestFinished(() => rmSync(join(folder, '..'), { recursive: true, force: true }));
});

const indexes = (maxBytes?: number) => new IndexFiles(folder, log, maxBytes);
const index = (fill: number, length = 5) => new Uint8Array(length).fill(fill);
const files = () => readdirSync(folder).map((name) => join(folder, name));

test('what is kept is there the next time, for that version only', async () => {
  await indexes().save('one', index(1));
  await indexes().save('two', index(2, 0));
  const again = indexes();
  expect(await again.load('one')).toEqual(index(1));
  expect(await again.load('two')).toEqual(index(2, 0));
  expect(await again.load('three')).toBeUndefined();
  expect(files()).toHaveLength(2);
});

test('what is saved anew replaces what there was', async () => {
  const store = indexes();
  await Promise.all([store.save('one', index(1)), store.save('one', index(2, 9))]);
  expect(await store.load('one')).toEqual(index(2, 9));
  expect(files()).toHaveLength(1);
});

test('a version may hold anything, and is no path', async () => {
  const versions = ['../../up', '/abs', 'a\0b', 'x'.repeat(10_000), ''];
  const store = indexes();
  for (const [i, version] of versions.entries()) await store.save(version, index(i));
  for (const [i, version] of versions.entries()) expect(await store.load(version)).toEqual(index(i));
  expect(readdirSync(join(folder, '..'))).toEqual(['cache']);
});

describe('what was damaged is not used', () => {
  const damages: readonly { what: string; damage: (bytes: Buffer) => Uint8Array }[] = [
    { what: 'cut off', damage: (bytes) => bytes.subarray(0, -1) },
    { what: 'empty', damage: () => new Uint8Array(0) },
    { what: 'longer', damage: (bytes) => Buffer.concat([bytes, Buffer.of(0)]) },
    { what: 'changed in the index', damage: (bytes) => bytes.fill(9, bytes.length - 1) },
    { what: 'changed in front', damage: (bytes) => bytes.fill(9, 0, 1) },
    {
      what: 'of another version',
      damage: (bytes) => Buffer.from(bytes.toString('latin1').replace('one', 'two'), 'latin1'),
    },
  ];

  test.each(damages)('$what', async ({ damage }) => {
    await indexes().save('one', index(1));
    const [path = ''] = files();
    writeFileSync(path, damage(readFileSync(path)));
    expect(await indexes().load('one')).toBeUndefined();
  });
});

describe('there is so much at most', () => {
  const SIZE = 200;
  /** Of a file with an index of that size: the form, a version of one character, a hash. */
  const FILE = SIZE + 'afterglow index 1\nx\n'.length + 32;

  /** Says that a file was used so many seconds ago. */
  function age(version: string, seconds: number): void {
    const path = files().find((file) => readFileSync(file).includes(`\n${version}\n`)) ?? '';
    const then = new Date(Date.now() - seconds * 1000);
    utimesSync(path, then, then);
  }

  async function present(store: IndexFiles, versions: string): Promise<string> {
    const loaded = await Promise.all([...versions].map((version) => store.load(version)));
    return [...versions].filter((_, i) => loaded[i] !== undefined).join('');
  }

  test('and those go first that were not asked for longest', async () => {
    const store = indexes(FILE * 3);
    for (const [i, version] of [...'abc'].entries()) {
      await store.save(version, index(0, SIZE));
      age(version, 30 - i);
    }
    await store.load('a');
    await store.save('d', index(0, SIZE));
    expect(await present(store, 'abcd')).toBe('acd');
  });

  test('also of what an earlier start left', async () => {
    const before = indexes(FILE * 3);
    for (const [i, version] of [...'abc'].entries()) {
      await before.save(version, index(0, SIZE));
      age(version, 30 - i);
    }
    writeFileSync(join(folder, `${'0'.repeat(64)}.index.123`), 'left half written');
    utimesSync(join(folder, `${'0'.repeat(64)}.index.123`), 1, 1);
    const store = indexes(FILE * 2);
    await store.save('d', index(0, SIZE));
    expect(files().reduce((sum, path) => sum + statSync(path).size, 0)).toBe(FILE * 2);
    expect(await present(store, 'abcd')).toBe('cd');
  });

  test('what is not ours stays', async () => {
    await indexes(FILE).save('a', index(0, SIZE));
    writeFileSync(join(folder, 'notes'), 'x'.repeat(1000));
    await indexes(FILE).save('b', index(0, SIZE));
    expect(readdirSync(folder)).toContain('notes');
  });

  test('one that is too large alone is not kept', async () => {
    const store = indexes(FILE);
    await store.save('a', index(0, SIZE + 1));
    expect(await store.load('a')).toBeUndefined();
  });
});

test('a folder that cannot be used is told of once, and nothing fails', async () => {
  writeFileSync(folder, 'no folder');
  const store = indexes();
  await store.save('one', index(1));
  await store.save('two', index(2));
  expect(await store.load('one')).toBeUndefined();
  expect(log.at('warn')).toHaveLength(1);
});
