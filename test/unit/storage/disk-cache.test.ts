import fs, {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DiskCache } from '../../../src/storage/disk-cache.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

/** A disk on which no file can be begun, until what this answers is called. */
function fillDisk(): () => void {
  const opened = vi.spyOn(fs, 'open').mockImplementation((...args: unknown[]) => {
    const tell = args.at(-1) as (error: Error) => void;
    tell(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
  });
  const restore = () => opened.mockRestore();
  onTestFinished(restore);
  return restore;
}

let root: string;
let folder: string;
let log: RecordingLogger;
let clock: ManualClock;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'blocks-'));
  folder = join(root, 'cache');
  log = new RecordingLogger();
  clock = new ManualClock();
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
});

const cacheOf = (budget = 1 << 20, within = folder) =>
  new DiskCache(
    () => within,
    () => budget,
    clock,
    log,
  );
const nameOf = (index: number, file = 'ab') => `${file.repeat(20)}-${index}`;
const block = (fill: number, length = 100) => new Uint8Array(length).fill(fill);
const pathOf = (name: string) => join(folder, name.slice(0, 2), `${name}.block`);
const names = () => readdirSync(folder).flatMap((sub) => readdirSync(join(folder, sub)));

async function saved(cache: DiskCache, ...indexes: number[]): Promise<DiskCache> {
  for (const index of indexes) {
    cache.save(nameOf(index), block(index));
    await cache.close();
  }
  return cache;
}

test('what is kept is there after a restart', async () => {
  await saved(cacheOf(), 1, 2);
  const again = cacheOf();
  expect(await again.load(nameOf(1))).toEqual(block(1));
  expect(await again.load(nameOf(2))).toEqual(block(2));
  expect(await again.load(nameOf(3))).toBeUndefined();
  expect(again.statistics).toMatchObject({ blocks: 2, bytes: 264, written: 0, damaged: 0 });
});

test('what is to take the place of another does, and of no other', async () => {
  const cache = await saved(cacheOf(), 1);
  cache.save(nameOf(1), block(7));
  await cache.close();
  expect(await cache.load(nameOf(1))).toEqual(block(1));
  cache.save(nameOf(1), block(8, 300), 'replace');
  await cache.close();
  expect(await cache.load(nameOf(1))).toEqual(block(8, 300));
  expect(cache.statistics).toMatchObject({ blocks: 1, bytes: 332 });
});

test('what was asked for last stays, after a restart, too', async () => {
  const first = await saved(cacheOf(), 1, 2, 3);
  for (const [index, at] of [
    [1, 3000],
    [2, 1000],
    [3, 2000],
  ] as const)
    utimesSync(pathOf(nameOf(index)), at, at);
  await first.close();
  const again = cacheOf(132 * 2);
  expect(await again.load(nameOf(2))).toBeUndefined();
  expect(await again.load(nameOf(3))).toEqual(block(3));
  await saved(again, 4);
  expect(await again.load(nameOf(1))).toBeUndefined();
  expect(await again.load(nameOf(3))).toEqual(block(3));
  expect(again.statistics).toMatchObject({ blocks: 2, bytes: 264 });
});

describe('what was damaged is not used, and is removed', () => {
  const damages: readonly { what: string; damage: (bytes: Buffer) => Uint8Array }[] = [
    { what: 'cut off', damage: (bytes) => bytes.subarray(0, -1) },
    { what: 'empty', damage: () => new Uint8Array(0) },
    { what: 'longer', damage: (bytes) => Buffer.concat([bytes, Buffer.of(0)]) },
    { what: 'changed', damage: (bytes) => bytes.fill(9, bytes.length - 1) },
    { what: 'with another hash', damage: (bytes) => bytes.fill(~bytes[0]!, 0, 1) },
  ];

  test.each(damages)('$what', async ({ damage }) => {
    const cache = await saved(cacheOf(), 1);
    writeFileSync(pathOf(nameOf(1)), damage(readFileSync(pathOf(nameOf(1)))));
    expect(await cache.load(nameOf(1))).toBeUndefined();
    expect(cache.statistics).toMatchObject({ blocks: 0, bytes: 0, damaged: 1 });
    await saved(cache, 1);
    expect(await cache.load(nameOf(1))).toEqual(block(1));
  });

  test('the block of another place', async () => {
    await saved(cacheOf(), 1);
    renameSync(pathOf(nameOf(1)), pathOf(nameOf(2)));
    expect(await cacheOf().load(nameOf(2))).toBeUndefined();
  });

  test('removed', async () => {
    const cache = await saved(cacheOf(), 1);
    rmSync(folder, { recursive: true });
    expect(await cache.load(nameOf(1))).toBeUndefined();
    await saved(cache, 2);
    expect(await cache.load(nameOf(2))).toEqual(block(2));
  });
});

test('what was left half written is removed, and what is not ours stays', async () => {
  await saved(cacheOf(), 1);
  writeFileSync(`${pathOf(nameOf(2))}.123456`, 'half');
  writeFileSync(join(folder, 'ab', 'note.txt'), 'mine');
  const again = cacheOf();
  expect(await again.load(nameOf(1))).toEqual(block(1));
  expect(names().sort()).toEqual([`${nameOf(1)}.block`, 'note.txt'].sort());
});

test('a budget of 0 keeps nothing', async () => {
  const cache = await saved(cacheOf(0), 1);
  expect(await cache.load(nameOf(1))).toBeUndefined();
  expect(() => statSync(folder)).toThrow('ENOENT');
});

test('a folder that cannot be written is complained of once, and asked again after a while', async () => {
  writeFileSync(folder, 'a file is in the way');
  const cache = cacheOf();
  await saved(cache, 1, 2);
  expect(cache.statistics).toMatchObject({ blocks: 0, failures: 1 });
  clock.advance(30_000);
  await saved(cache, 1);
  expect(cache.statistics.failures).toBe(2);
  expect(log.at('warn')).toHaveLength(1);
  rmSync(folder);
  clock.advance(30_000);
  await saved(cache, 1);
  expect(await cache.load(nameOf(1))).toEqual(block(1));
});

test('a disk that is full makes the cache smaller for some time, and is no misfortune', async () => {
  const cache = await saved(cacheOf(), 0, 1, 2, 3, 4, 5, 6, 7);
  const makeRoom = fillDisk();
  await saved(cache, 8);
  expect(cache.statistics).toMatchObject({ blocks: 7, bytes: 7 * 132, failures: 1 });
  expect(await cache.load(nameOf(0))).toBeUndefined();
  expect(await cache.load(nameOf(1))).toEqual(block(1));
  makeRoom();
  // For half a minute nothing is written, and then in the place of what is there.
  await saved(cache, 8);
  clock.advance(30_000);
  await saved(cache, 9);
  expect(cache.statistics).toMatchObject({ blocks: 7, written: 9 });
  clock.advance(10 * 60_000);
  await saved(cache, 10);
  expect(cache.statistics.blocks).toBe(8);
  expect(log.at('warn').map(({ message }) => message)).toEqual([
    'the disk of the media cache is full, so the cache is smaller',
  ]);
});
