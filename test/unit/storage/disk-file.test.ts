import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { DiskFile } from '../../../src/storage/disk-file.js';
import { GrowingFiles } from '../../../src/storage/growing-files.js';
import { OpenFiles } from '../../../src/storage/open-files.js';
import { StorageError } from '../../../src/storage/storage-error.js';

let folder: string;
let growing: GrowingFiles;
let files: OpenFiles;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
  growing = new GrowingFiles();
  files = new OpenFiles(2);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function fileAt(path: string): DiskFile {
  const file = DiskFile.of(path, statSync(path, { bigint: true }), growing, files);
  file.hold();
  onTestFinished(() => file.release());
  return file;
}

async function text(file: DiskFile, offset: number, length: number): Promise<string> {
  return new TextDecoder().decode(await file.read(offset, length));
}

test.each([
  { what: 'the whole', offset: 0, length: 10, read: '0123456789' },
  { what: 'a part', offset: 3, length: 4, read: '3456' },
  { what: 'what is left', offset: 8, length: 100, read: '89' },
  { what: 'nothing at the end', offset: 10, length: 5, read: '' },
  { what: 'nothing beyond the end', offset: 1e15, length: 5, read: '' },
  { what: 'nothing', offset: 2, length: 0, read: '' },
  { what: 'no more than there is', offset: 0, length: Number.MAX_SAFE_INTEGER, read: '0123456789' },
])('it reads $what', async ({ offset, length, read }) => {
  const bytes = await fileAt(written('a', '0123456789')).read(offset, length);
  expect(new TextDecoder().decode(bytes)).toBe(read);
  expect(bytes.buffer.byteLength).toBe(read.length);
  expect(Buffer.isBuffer(bytes)).toBe(false);
});

test.each([
  [-1, 1],
  [0, -1],
  [0.5, 1],
  [0, NaN],
  [Infinity, 1],
])('a read of %d, %d is the mistake of who asks', async (offset, length) => {
  await expect(fileAt(written('a', 'a')).read(offset, length)).rejects.toThrow(RangeError);
});

test('reads may run at the same time', async () => {
  const file = fileAt(written('a', '0123456789'));
  const read = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => text(file, offset, 2)));
  expect(read).toEqual(['01', '12', '23', '34', '45', '56']);
  expect(files.size).toBe(1);
});

test('a file that has become shorter is read as far as it goes', async () => {
  const path = written('a', '0123456789');
  const file = fileAt(path);
  await file.read(0, 1);
  writeFileSync(path, '01234');
  expect(await text(file, 3, 7)).toBe('34');
  await file.refresh();
  expect(file.size).toBe(5);
});

test.each([
  { what: 'longer', content: 'one and two' },
  { what: 'another of the same size', content: 'two' },
])('a file that is $what when it is first read is not the one that was found', async ({ content }) => {
  const path = written('a', 'one');
  utimesSync(path, 1, 1);
  const file = fileAt(path);
  writeFileSync(path, content);
  await expect(file.read(0, 1)).rejects.toThrow(StorageError);
  await expect(file.read(0, 1)).rejects.toThrow('has changed since it was found');
  expect(await text(fileAt(path), 0, 100)).toBe(content);
});

test('the version changes with the content, and with the file', () => {
  const path = written('a', 'one');
  const versions = [fileAt(path).version, fileAt(path).version];
  writeFileSync(path, 'three');
  versions.push(fileAt(path).version);
  renameSync(written('b', 'three'), path);
  versions.push(fileAt(path).version);
  expect(versions[0]).toBe(versions[1]);
  expect(new Set(versions).size).toBe(3);
});

test('a file that is being written to keeps its version until that ends, and is known to grow', async () => {
  const path = written('a', 'one');
  growing.enter(path);
  const file = fileAt(path);
  expect(file.isGrowing).toBe(true);
  appendFileSync(path, 'two');
  expect([file.size, await text(file, 0, 10)]).toEqual([3, 'one']);
  await file.refresh();
  expect([file.size, await text(file, 0, 10), file.isGrowing]).toEqual([6, 'onetwo', true]);
  expect(fileAt(path).version).toBe(file.version);

  appendFileSync(path, 'end');
  growing.leave(path);
  await file.refresh();
  expect([file.size, file.isGrowing]).toEqual([9, false]);
  expect(fileAt(path).version).not.toBe(file.version);
  growing.enter(path);
  expect(fileAt(path).version).not.toBe(file.version);
  await file.refresh();
  expect(file.isGrowing).toBe(false);
});

test('an open file is read to its end although another has taken its place, a closed one is not', async () => {
  const path = written('a', 'one');
  const file = fileAt(path);
  await file.read(0, 1);
  renameSync(written('b', 'two'), path);
  expect(await text(file, 0, 3)).toBe('one');
  file.release();
  await expect(file.read(0, 3)).rejects.toThrow(StorageError);
  await expect(file.read(0, 3)).rejects.toThrow('another file now');
  expect(files.size).toBe(0);
});

test('one that is not held is open only while it is read', async () => {
  const file = fileAt(written('a', 'one'));
  file.release();
  expect(await Promise.all([text(file, 0, 3), text(file, 1, 2)])).toEqual(['one', 'ne']);
  expect(files.size).toBe(0);
});

test('a link is not followed', async () => {
  const path = written('a', 'one');
  const file = fileAt(path);
  renameSync(path, join(folder, 'b'));
  symlinkSync(join(folder, 'b'), path);
  await expect(file.read(0, 3)).rejects.toThrow();
});

test('more files than may be open are read all the same', async () => {
  const many = Array.from({ length: 20 }, (_, i) => fileAt(written(`${i}`, `content ${i}`)));
  for (let round = 0; round < 3; round++) {
    const read = await Promise.all(many.map((file) => text(file, 0, 100)));
    expect(read).toEqual(many.map((_, i) => `content ${i}`));
    expect(files.size).toBeLessThanOrEqual(2);
  }
});

test('one that cannot be opened takes no room', async () => {
  const path = written('a', 'one');
  const gone = [fileAt(path), fileAt(path), fileAt(path)];
  rmSync(path);
  const results = await Promise.allSettled(gone.map((file) => file.read(0, 1)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(files.size).toBe(0);
  expect(await text(fileAt(written('b', 'two')), 0, 3)).toBe('two');
});
