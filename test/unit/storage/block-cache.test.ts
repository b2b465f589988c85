import { expect, test } from 'vitest';
import type { BlockStore } from '../../../src/storage/block-cache.js';
import { BLOCK_SIZE, BlockCache } from '../../../src/storage/block-cache.js';
import { CachedFile } from '../../../src/storage/cached-file.js';
import { MemoryRemoteFile } from '../../support/memory-remote-file.js';

const B = BLOCK_SIZE;

/** Bytes no two blocks of which are the same. */
function content(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + Math.floor(at / B) * 7 + seed) & 0xff);
}

/** Quicker than toEqual. */
function expectSame(bytes: Uint8Array, wanted: Uint8Array): void {
  expect(Buffer.compare(bytes, wanted)).toBe(0);
}

class MemoryStore implements BlockStore {
  readonly blocks = new Map<string, Uint8Array>();
  load(name: string) {
    return Promise.resolve(this.blocks.get(name));
  }
  save(name: string, bytes: Uint8Array) {
    this.blocks.set(name, bytes);
  }
}

function cacheOf(budget = 100 * B, store?: BlockStore) {
  return new BlockCache(() => budget, store);
}

test.each([
  { what: 'nothing', offset: 0, length: 0, reads: [] },
  { what: 'the beginning', offset: 0, length: 10, reads: [`0+${B}`] },
  { what: 'over the end of a block', offset: B - 5, length: 10, reads: [`0+${B}`, `${B}+${B}`] },
  { what: 'blocks as they are', offset: B, length: 2 * B, reads: [`${B}+${B}`, `${2 * B}+${B}`] },
  { what: 'the last, shorter block', offset: 3 * B + 1, length: 9, reads: [`${3 * B}+100`] },
  { what: 'over the end of the file', offset: 3 * B + 90, length: 50, reads: [`${3 * B}+100`] },
  { what: 'beyond the end', offset: 3 * B + 100, length: 5, reads: [] },
])('only the blocks that hold it are fetched: $what', async ({ offset, length, reads }) => {
  const file = new MemoryRemoteFile(content(3 * B + 100));
  const cached = new CachedFile(file, cacheOf());
  expectSame(await cached.read(offset, length), file.content.slice(offset, offset + length));
  expect(file.reads).toEqual(reads);
});

test('whoever asks for a block that is under way waits for it; whoever asks later finds it', async () => {
  const file = new MemoryRemoteFile(content(2 * B));
  const cache = cacheOf();
  const go = file.stall();
  const readers = Array.from({ length: 50 }, (_, index) => new CachedFile(file, cache).read(index, 1000));
  go();
  for (const [index, bytes] of (await Promise.all(readers)).entries()) {
    expectSame(bytes, file.content.slice(index, index + 1000));
  }
  await new CachedFile(file, cache).read(5, 5);
  expect(file.reads).toEqual([`0+${B}`]);
  expect(cache.statistics).toMatchObject({ fetched: 1, fetchedBytes: B, memoryHits: 50, readBytes: 50_005, blocks: 1 });
});

test('what is given out is not what is kept', async () => {
  const file = new MemoryRemoteFile(content(B));
  const cached = new CachedFile(file, cacheOf());
  (await cached.read(0, B)).fill(0);
  expectSame(await cached.read(0, B), file.content);
});

test('a block that cannot be fetched fails those who asked, and is asked for again', async () => {
  const file = new MemoryRemoteFile(content(B));
  const cached = new CachedFile(file, cacheOf());
  file.failure = new Error('the origin is gone');
  await expect(cached.read(0, 5)).rejects.toThrow('the origin is gone');
  file.failure = undefined;
  expectSame(await cached.read(0, 5), file.content.slice(0, 5));
});

test('fewer bytes than there must be are no block', async () => {
  const file = new MemoryRemoteFile(content(B - 1), { size: B });
  const store = new MemoryStore();
  await expect(new CachedFile(file, cacheOf(B, store)).read(0, 5)).rejects.toThrow('origin/vod/film');
  expect(store.blocks.size).toBe(0);
});

test('the block that nobody has asked for longest is forgotten first', async () => {
  const file = new MemoryRemoteFile(content(3 * B));
  const cached = new CachedFile(file, cacheOf(2 * B));
  for (const at of [0, B, 0, 2 * B, 0]) await cached.read(at, 1);
  expect(file.reads).toEqual([`0+${B}`, `${B}+${B}`, `${2 * B}+${B}`]);
  await cached.read(B, 1);
  expect(file.reads).toHaveLength(4);
});

test('what memory has forgotten comes from the store; another cache over the same store fetches nothing', async () => {
  const file = new MemoryRemoteFile(content(2 * B + 7));
  const store = new MemoryStore();
  const cached = new CachedFile(file, cacheOf(0, store));
  await cached.read(0, file.content.length);
  const cache = cacheOf(0, store);
  expectSame(await new CachedFile(file, cache).read(0, file.content.length), file.content);
  expect(file.reads).toHaveLength(3);
  expect(cache.statistics).toMatchObject({ diskHits: 3, fetched: 0 });
});

test('another version is another file', async () => {
  const store = new MemoryStore();
  const cache = cacheOf(10 * B, store);
  const before = new MemoryRemoteFile(content(B, 1), { version: '1' });
  const after = new MemoryRemoteFile(content(B, 2), { version: '2' });
  const other = new MemoryRemoteFile(content(B, 3), { key: 'origin/vod/other' });
  for (const file of [before, after, other, before]) {
    expectSame(await new CachedFile(file, cache).read(0, B), file.content);
  }
  expect([before, after, other].map(({ reads }) => reads.length)).toEqual([1, 1, 1]);
  const versions = [before, after, other].map((file) => new CachedFile(file, cache).version);
  expect(new Set(versions).size).toBe(3);
});

test('of a file that grows whole blocks are kept, its end is read anew, and nothing comes to the store', async () => {
  const store = new MemoryStore();
  const file = new MemoryRemoteFile(content(B + 10), { isGrowing: true });
  const cached = new CachedFile(file, cacheOf(10 * B, store));
  await cached.read(0, B + 10);
  await cached.read(0, B + 10);
  file.content = content(B + 20);
  expect((await cached.read(B, 100)).length).toBe(10);
  await cached.refresh();
  expectSame(await cached.read(B, 100), file.content.slice(B));
  expect(file.reads).toEqual([`0+${B}`, `${B}+10`, `${B}+10`, `${B}+10`, `${B}+20`]);
  expect(store.blocks.size).toBe(0);
});

test('a range that is none is refused', async () => {
  const cached = new CachedFile(new MemoryRemoteFile(content(1)), cacheOf());
  for (const [offset, length] of [
    [-1, 1],
    [0.5, 1],
    [0, -1],
    [0, Infinity],
  ] as const) {
    await expect(cached.read(offset, length)).rejects.toThrow(RangeError);
  }
});

test('the remote file hears whether somebody uses it', () => {
  const file = new MemoryRemoteFile(content(1));
  const cached = new CachedFile(file, cacheOf());
  cached.hold();
  expect(file.holds).toBe(1);
  cached.release();
  expect(file.holds).toBe(0);
});
