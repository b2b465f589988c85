import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SafeName } from '../../../src/application/safe-name.js';
import { systemClock } from '../../../src/net/system-clock.js';
import type {
  SharedObjectContent,
  SharedObjectStore,
  StorableSharedObject,
} from '../../../src/sharedobject/shared-object-store.js';
import { AtomicFiles } from '../../../src/storage/atomic-files.js';
import { SharedObjectFiles } from '../../../src/storage/shared-object-files.js';
import { hex } from '../../support/hex.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { SlowDisk } from '../../support/slow-disk.js';

let root: string;
let log: RecordingLogger;
let files: SharedObjectFiles;

const DEFINST = '_definst_' as SafeName;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shared-objects-'));
  log = new RecordingLogger();
  files = new SharedObjectFiles(systemClock, log);
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
});

/** Nothing is written that is not asked for. */
function store(instance = DEFINST, from = files): SharedObjectStore {
  return from.store(() => ({ folder: join(root, 'app'), quiet: 60_000, maxDelay: 60_000 }), instance);
}

/** What another process would find. */
const afresh = (): SharedObjectStore => store(DEFINST, new SharedObjectFiles(systemClock, log));

function object(name: string, value = 1, version = value): StorableSharedObject & SharedObjectContent {
  const content = { name, version, properties: new Map([['p', { value, version }]]), deleted: new Map([['q', 1]]) };
  return { ...content, content: () => content, stored: () => undefined };
}

function tree(folder = root): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function put(path: string, bytes: Uint8Array | string): void {
  mkdirSync(join(root, 'app', path, '..'), { recursive: true });
  writeFileSync(join(root, 'app', path), bytes);
}

describe('an object', () => {
  it('is there again, all of it', async () => {
    await store().save(object('rooms/lobby', 7));
    expect(await afresh().load('rooms/lobby')).toEqual(object('rooms/lobby', 7).content());
    expect(tree()).toEqual(['app/_definst_/rooms/lobby.fso']);
  });

  it('that was never kept is none', async () => {
    expect(await store().load('nobody')).toBeUndefined();
    expect(await store().names()).toEqual([]);
    expect(tree()).toEqual([]);
  });

  it('has a file and a folder of its name beside each other', async () => {
    const here = store();
    await Promise.all([here.save(object('a', 1)), here.save(object('a/b', 2)), here.save(object('a/b/c', 3))]);
    expect(tree()).toEqual(['app/_definst_/a.fso', 'app/_definst_/a/b.fso', 'app/_definst_/a/b/c.fso']);
    expect((await here.names()).toSorted()).toEqual(['a', 'a/b', 'a/b/c']);
    expect((await afresh().load('a/b'))?.version).toBe(2);
  });

  it('of an instance is not that of another, whatever their names', async () => {
    await store('a' as SafeName).save(object('b/c', 1));
    await store('a/b' as SafeName).save(object('c', 2));
    expect(tree()).toEqual(['app/a%2Fb/c.fso', 'app/a/b/c.fso']);
  });

  it('is gone when it is removed', async () => {
    const here = store();
    await here.save(object('a'));
    await here.remove('a');
    await here.remove('never there');
    expect(await afresh().load('a')).toBeUndefined();
    expect(tree()).toEqual([]);
  });

  it('that was never written is one of those that are kept, and gone when it is removed', async () => {
    const disk = new SlowDisk();
    const slow = new SharedObjectFiles(systemClock, log, disk);
    const here = store(DEFINST, slow);
    here.touch(object('waits/a'));
    expect([await here.names(), await store('_definst_/waits' as SafeName, slow).names()]).toEqual([['waits/a'], []]);
    const saved = here.save(object('written'));
    await disk.begun;
    expect((await here.names()).toSorted()).toEqual(['waits/a', 'written']);
    const removed = Promise.all([here.remove('waits/a'), here.remove('written')]);
    disk.goOn();
    await Promise.all([saved, removed]);
    await here.close();
    expect([await here.names(), tree()]).toEqual([[], []]);
  });

  it('that changed is written when its store closes, and when all do', async () => {
    const here = store();
    for (let count = 0; count < 30; count++) here.touch(object(`n${count}`));
    store('other' as SafeName).touch(object('m'));
    await here.close();
    expect(tree()).toHaveLength(30);
    await files.close();
    expect(tree()).toHaveLength(31);
  });
});

describe('a name', () => {
  it.each([
    '../up',
    'a/../../b',
    '/abs',
    'a//b',
    '',
    '.',
    '..',
    'a\0',
    'C:\\x',
    '%2e%2e/x',
    'con',
    'a.',
    ' a',
    'a\n',
    'score.fso/x',
    'Score.FSO.imported/x',
    'score.fso.damaged-1/x',
    'ü'.repeat(101),
    `a/${'b'.repeat(197)}`,
  ])('%j is refused', async (name) => {
    await expect(store().load(name)).rejects.toMatchObject({ code: 'name' });
    await expect(store().save(object(name))).rejects.toMatchObject({ code: 'name' });
    expect(readdirSync(root)).toEqual([]);
  });

  it.each(['a b', '.hidden', '__proto__', 'a.fso', 'größe/Ωμέγα', 'a%b', "it's", 'b'.repeat(196)])(
    '%j is kept',
    async (name) => {
      await store().save(object(name));
      expect((await afresh().load(name))?.name).toBe(name);
      expect(await afresh().names()).toEqual([name]);
    },
  );
});

describe('a link', () => {
  it('to somewhere else is neither read nor followed', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    onTestFinished(() => rmSync(elsewhere, { recursive: true }));
    await store().save(object('x'));
    writeFileSync(join(elsewhere, 'secret.fso'), readFileSync(join(root, 'app/_definst_/x.fso')));
    symlinkSync(elsewhere, join(root, 'app/_definst_/out'));
    symlinkSync(join(elsewhere, 'secret.fso'), join(root, 'app/_definst_/in.fso'));
    await expect(store().load('out/secret')).rejects.toThrow('a link');
    await expect(store().save(object('out/new'))).rejects.toThrow('a link');
    await expect(store().load('in')).rejects.toThrow('a link');
    await expect(store().save(object('in'))).rejects.toThrow('a link');
    expect(readdirSync(elsewhere)).toEqual(['secret.fso']);
    expect(await afresh().names()).toEqual(['x']);
  });
});

describe('a damaged file', () => {
  it.each([
    ['is empty', () => new Uint8Array(0)],
    ['is cut', (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['has another bit', (bytes: Uint8Array) => bytes.with(40, bytes[40]! ^ 1)],
    ['is a text', () => Buffer.from('<html>')],
    ['is a cut .sol', () => hex('00bf 00000039 5443534f 0004')],
  ])('that %s is set aside, told of, and the object begins empty', async (_, damage) => {
    await store().save(object('a'));
    const damaged = damage(new Uint8Array(readFileSync(join(root, 'app/_definst_/a.fso'))));
    put('_definst_/a.fso', damaged);
    expect(await afresh().load('a')).toBeUndefined();
    await afresh().save(object('a', 2));
    const [path, aside] = tree();
    expect([path, aside]).toEqual(['app/_definst_/a.fso', expect.stringMatching(/a\.fso\.damaged-\d{8}T\d{9}Z$/)]);
    expect(new Uint8Array(readFileSync(join(root, aside!)))).toEqual(new Uint8Array(damaged));
    expect(log.at('error')).toMatchObject([{ fields: { path: join(root, path!), aside: join(root, aside!) } }]);
    expect(await afresh().names()).toEqual(['a']);
  });

  it('is set aside beside others', async () => {
    const date = () => 0;
    const still = new SharedObjectFiles({ ...systemClock, date }, log);
    for (const text of ['1', '2', '3']) {
      put('_definst_/a.fso', text);
      await store(DEFINST, still).load('a');
    }
    expect(tree()).toHaveLength(3);
  });
});

it('a file of another version is refused, and stays', async () => {
  put('_definst_/a.fso', hex('4147534f 0002 0000 00000000'));
  await expect(store().load('a')).rejects.toThrow('its format is 2');
  expect(tree()).toEqual(['app/_definst_/a.fso']);
});

describe('a file of Flash', () => {
  const sol = hex(`00bf 0000003b 5443534f 000400000000 0010 736f756e64446174615f6c6576656c30 00000000
    0006 766f6c756d65 004059000000000000 00 0004 6d757465 0100 00`);

  it('is imported when it is loaded first, and kept', async () => {
    put('_definst_/sounds.fso', sol);
    const loaded = await store().load('sounds');
    expect([loaded?.name, loaded?.version, [...loaded!.properties]]).toEqual([
      'sounds',
      1,
      [
        ['volume', { value: 100, version: 1 }],
        ['mute', { value: false, version: 1 }],
      ],
    ]);
    expect(tree()).toEqual(['app/_definst_/sounds.fso', 'app/_definst_/sounds.fso.imported']);
    expect(new Uint8Array(readFileSync(join(root, 'app/_definst_/sounds.fso.imported')))).toEqual(sol);
    expect(await afresh().load('sounds')).toEqual(loaded);
    expect(tree()).toHaveLength(2);
  });

  it('that takes the place of one that was imported is imported too, and both are kept', async () => {
    put('_definst_/a.fso.imported', 'an older one');
    put('_definst_/a.fso', sol);
    await store().load('a');
    expect(tree()).toEqual(['app/_definst_/a.fso', 'app/_definst_/a.fso.imported', 'app/_definst_/a.fso.imported-2']);
  });
});

describe('what was half written', () => {
  it('by an earlier process is removed, and nothing else', async () => {
    const others = ['.afterglow-0123456789ab-7.tmp', 'deep/er/.afterglow-ffffffffffff-12.tmp'];
    const strangers = ['.afterglow-0123456789ab-7.tmp.fso', 'mine.tmp', '.afterglow-xyz-1.tmp', 'a.fso.damaged-1'];
    for (const name of [...others, ...strangers]) put(`_definst_/${name}`, 'x');
    files.sweep(root);
    await files.close();
    expect(tree(join(root, 'app/_definst_'))).toEqual(strangers.toSorted());
    expect(log.at('info')).toMatchObject([{ fields: { files: 2 } }]);
  });

  it('by this one is gone when it failed', async () => {
    const failing = new AtomicFiles();
    mkdirSync(join(root, 'a.fso'));
    await expect(failing.write(root, join(root, 'a.fso'), hex('00'))).rejects.toThrow();
    expect(tree()).toEqual([]);
  });
});

describe('a disk that is full', () => {
  class FullDisk extends AtomicFiles {
    full = true;
    override write(...args: Parameters<AtomicFiles['write']>): Promise<void> {
      if (!this.full) return super.write(...args);
      return Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }));
    }
  }

  it('is told of once, with what to do, and what waited is written when there is room', async () => {
    const disk = new FullDisk();
    const full = new SharedObjectFiles(systemClock, log, disk);
    const here = store(DEFINST, full);
    for (let count = 0; count < 20; count++) here.touch(object(`n${count}`));
    await expect(here.save(object('m'))).rejects.toThrow('ENOSPC');
    await full.close();
    expect(log.at('error').filter(({ fields }) => 'advice' in fields)).toMatchObject([
      { fields: { path: join(root, 'app/_definst_/m.fso'), advice: 'make room on the disk' } },
    ]);
    expect((await here.load('n3'))?.version).toBe(1);
    disk.full = false;
    await full.close();
    expect(tree()).toHaveLength(21);
    expect(log.at('info')).toMatchObject([{ message: 'all shared objects are written again' }]);
  });
});
