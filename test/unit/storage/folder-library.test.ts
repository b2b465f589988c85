import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseSafeName } from '../../../src/application/safe-name.js';
import { parseStreamName } from '../../../src/application/stream-name.js';
import { found, MediaFolders } from '../../support/media-folders.js';

const MEDIA = 'apps/vod/media';
const RECORDINGS = 'data/streams/vod/_definst_';

let folders: MediaFolders;
beforeEach(() => {
  folders = new MediaFolders();
});

const media = (...names: string[]) => names.map((name) => `${MEDIA}/${name}`);

describe('a name stands for', () => {
  const table: readonly { name: string; files: string[]; is: string | undefined }[] = [
    { name: 'a', files: ['a.flv', 'a.mp4', 'a.mp3'], is: 'flv a.flv' },
    { name: 'flv:a', files: ['a.flv', 'a'], is: 'flv a.flv' },
    { name: 'a', files: ['a.mp4', 'a', 'a.mp3'], is: undefined },
    { name: 'a.flv', files: ['a.flv', 'a.flv.flv'], is: 'flv a.flv.flv' },
    { name: 'a.flv', files: ['a.flv'], is: 'flv a.flv' },
    { name: 'a.mp4', files: ['a.mp4'], is: 'mp4 a.mp4' },
    { name: 'a.MP4', files: ['a.MP4'], is: 'mp4 a.MP4' },
    { name: 'a.mp3', files: ['a.mp3'], is: 'mp3 a.mp3' },
    { name: 'mp4:a', files: ['a.m4a', 'a.mov', 'a.m4v', 'a.f4v', 'a.mp4'], is: 'mp4 a.mp4' },
    { name: 'mp4:a', files: ['a.m4a', 'a.mov', 'a.m4v', 'a.f4v'], is: 'mp4 a.f4v' },
    { name: 'mp4:a', files: ['a.m4a', 'a.mov', 'a.m4v'], is: 'mp4 a.m4v' },
    { name: 'mp4:a', files: ['a.m4a', 'a.mov'], is: 'mp4 a.mov' },
    { name: 'mp4:a', files: ['a.m4a'], is: 'mp4 a.m4a' },
    { name: 'mp4:a', files: ['a.flv', 'a'], is: undefined },
    { name: 'mp4:a.mov', files: ['a.mov', 'a.mov.mp4'], is: 'mp4 a.mov' },
    { name: 'mp4:a.3gp', files: ['a.3gp'], is: 'mp4 a.3gp' },
    { name: 'mp4:a.mov', files: ['a.mov.mp4'], is: 'mp4 a.mov.mp4' },
    { name: 'mp4:show.s01', files: ['show.s01', 'show.s01.f4v'], is: 'mp4 show.s01.f4v' },
    { name: 'MP4:a', files: ['a.mp4'], is: 'mp4 a.mp4' },
    { name: 'mp3:a', files: ['a.mp3', 'a'], is: 'mp3 a.mp3' },
    { name: 'mp3:a.mp3', files: ['a.mp3'], is: 'mp3 a.mp3' },
    { name: 'id3:a', files: ['a.mp3'], is: 'id3 a.mp3' },
    { name: 'raw:a', files: ['a.flv', 'a'], is: undefined },
    { name: 'deep/er/a', files: ['deep/er/a.flv'], is: 'flv deep/er/a.flv' },
    { name: 'a?start=3', files: ['a.flv'], is: 'flv a.flv' },
    { name: 'README.md', files: ['README.md'], is: undefined },
    { name: 'mp4:README.md', files: ['README.md'], is: undefined },
    { name: 'gone', files: [], is: undefined },
    { name: 'a/b', files: ['a.flv', 'a'], is: undefined },
    { name: 'ö 🎬', files: ['ö 🎬.flv'], is: 'flv ö 🎬.flv' },
    { name: 'x'.repeat(252), files: [], is: undefined },
  ];

  test.each(table)('$name among $files', async ({ name, files, is }) => {
    folders.write(...media(...files));
    expect((await found(folders.library(), name))?.replace(`${MEDIA}/`, '')).toBe(is);
  });
});

test('the media folder comes before the recordings, and each instance has its own', async () => {
  folders.write(
    `${MEDIA}/both.flv`,
    `${RECORDINGS}/both.flv`,
    `${RECORDINGS}/live.flv`,
    'data/streams/vod/b/other.flv',
  );
  const library = folders.library();
  const names = ['both', 'live', 'other', 'b/other'];
  expect(await Promise.all(names.map((name) => found(library, name)))).toEqual([
    `flv ${MEDIA}/both.flv`,
    `flv ${RECORDINGS}/live.flv`,
    undefined,
    undefined,
  ]);
});

describe('virtual directories', () => {
  const directory = (prefix: string, dir: string, virtualKey?: string) => ({
    prefix,
    dir: folders.path(dir),
    virtualKey,
  });

  test.each([
    { name: 'foo/bar/x', is: 'flv bar/x.flv', why: 'the longest prefix is first' },
    { name: 'foo/bar/y', is: 'flv foo/bar/y.flv', why: 'then the shorter one' },
    { name: 'foo/z', is: 'flv second/z.flv', why: 'those of one prefix in their order' },
    { name: 'foo/w', is: 'flv foo/w.flv', why: 'the first of them has it' },
    { name: 'foobar', is: 'flv all/foobar.flv', why: 'a prefix is of whole segments' },
    { name: 'foo', is: 'flv all/foo.flv', why: 'a prefix alone is no file' },
    { name: 'm', is: `flv ${MEDIA}/m.flv`, why: 'the media folder is behind them' },
    { name: 'r', is: `flv ${RECORDINGS}/r.flv`, why: 'so are the recordings' },
    { name: 'foo/q', is: `flv ${MEDIA}/foo/q.flv`, why: 'also for a name with a prefix' },
  ])('$name: $why', async ({ name, is }) => {
    folders.write('bar/x.flv', 'foo/bar/x.flv', 'foo/bar/y.flv', 'second/z.flv', 'second/w.flv', 'foo/w.flv');
    folders.write('all/foobar.flv', 'all/foo.flv', `${MEDIA}/m.flv`, `${RECORDINGS}/r.flv`, `${MEDIA}/foo/q.flv`);
    const directories = [
      directory('/', 'all'),
      directory('foo', 'foo'),
      directory('/foo/', 'second'),
      directory('foo/bar', 'bar'),
    ];
    expect(await found(folders.library({ directories }), name)).toBe(is);
  });

  test('some are only for clients with their key', async () => {
    folders.write('low/x.flv', 'high/x.flv');
    const library = folders.library({ directories: [directory('', 'high', 'B'), directory('', 'low')] });
    const keys = [undefined, 'A', 'B'];
    const answers = await Promise.all(keys.map((key) => found(library, 'x', key)));
    expect(answers).toEqual(['flv low/x.flv', 'flv low/x.flv', 'flv high/x.flv']);
  });

  test('those of an instance come before those of the application', async () => {
    folders.write('own/x.flv', 'all/x.flv', 'all/y.flv');
    const library = folders.library({ directories: [directory('', 'all')] });
    const paths = ['x', 'y'].map(async (name) => {
      const held = await library.open(parseSafeName('room')!, parseStreamName(name)!, undefined, [
        directory('/', 'own'),
      ]);
      held?.release();
      return held?.place;
    });
    expect(await Promise.all(paths)).toEqual([
      expect.stringMatching(/own\/x\.flv$/),
      expect.stringMatching(/all\/y\.flv$/),
    ]);
  });

  test('one that does not exist is passed over', async () => {
    folders.write(`${MEDIA}/x.flv`);
    const library = folders.library({ directories: [directory('', 'nowhere')] });
    expect(await found(library, 'x')).toBe(`flv ${MEDIA}/x.flv`);
    expect(folders.log.at('warn')).toEqual([]);
  });
});

describe('nothing outside of the folders is opened', () => {
  test.each([
    '../secret',
    '../../secret.flv',
    'a/../../secret',
    'mp4:../secret.flv',
    '..\\secret',
    '%2e%2e/secret',
    '%252e%252e/secret',
    '/etc/passwd',
    'C:\\secret',
    '\\\\host\\secret',
    './secret',
    'secret\0',
    'CON',
    'secret.',
    'secret ',
    'file:secret',
  ])('by the name %j', async (name) => {
    folders.write('apps/vod/secret.flv', 'apps/secret.flv', 'secret.flv');
    expect(await found(folders.library(), name)).toBeUndefined();
    expect(folders.openers.opened).toEqual([]);
  });

  test.each([
    { link: 'x.flv', target: 'secret.flv', what: 'a link to a file' },
    { link: 'dir', target: '.', what: 'a link to a folder', name: 'dir/secret' },
    { link: 'x.flv', target: 'apps/vod/media-too/secret.flv', what: 'a folder whose name begins alike' },
  ])('by $what', async ({ link, target, name = 'x' }) => {
    folders.write('secret.flv', 'apps/vod/media-too/secret.flv');
    symlinkSync(folders.path(target), folders.path(`${MEDIA}/${link}`));
    expect(await found(folders.library(), name)).toBeUndefined();
    expect(folders.openers.opened).toEqual([]);
    expect(folders.log.at('warn')).toHaveLength(1);
    expect(JSON.stringify(folders.log.at('warn'))).toContain('followLinks');
  });

  test('by a chain of links', async () => {
    folders.write('secret.flv');
    symlinkSync(folders.path('secret.flv'), folders.path('hop'));
    symlinkSync('../../../hop', folders.path(`${MEDIA}/x.flv`));
    expect(await found(folders.library(), 'x')).toBeUndefined();
    expect(folders.openers.opened).toEqual([]);
  });

  test('a link within is no way out, and with followLinks any may be followed', async () => {
    folders.write(`${MEDIA}/a.flv`, 'elsewhere/b.flv');
    symlinkSync('a.flv', folders.path(`${MEDIA}/near.flv`));
    symlinkSync(folders.path('elsewhere'), folders.path(`${MEDIA}/far`));
    expect(await found(folders.library(), 'near')).toBe(`flv ${MEDIA}/a.flv`);
    expect(await found(folders.library(), 'far/b')).toBeUndefined();
    expect(await found(folders.library({ followLinks: true }), 'far/b')).toBe('flv elsewhere/b.flv');
  });

  test('a folder that is itself a link is where it leads', async () => {
    folders.write('store/a.flv');
    renameSync(folders.path(MEDIA), folders.path('apps/vod/old'));
    symlinkSync(folders.path('store'), folders.path(MEDIA));
    expect(await found(folders.library(), 'a')).toBe('flv store/a.flv');
  });

  test('a link that leads nowhere is nothing, one that leads to itself is told', async () => {
    symlinkSync('gone', folders.path(`${MEDIA}/x.flv`));
    symlinkSync('y.flv', folders.path(`${MEDIA}/y.flv`));
    expect(await found(folders.library(), 'x')).toBeUndefined();
    expect(folders.log.at('warn')).toEqual([]);
    expect(await found(folders.library(), 'y')).toBeUndefined();
    expect(JSON.stringify(folders.log.at('warn'))).toContain('ELOOP');
  });
});

describe('what is no file that can be read looks as if it was not there', () => {
  test('a folder', async () => {
    mkdirSync(folders.path(`${MEDIA}/x.flv`));
    expect(await found(folders.library(), 'x')).toBeUndefined();
    expect(JSON.stringify(folders.log.at('warn'))).toContain('no regular file');
  });

  test.skipIf(process.platform === 'win32')('a pipe, which is not waited for', async () => {
    execFileSync('mkfifo', [folders.path(`${MEDIA}/x.flv`)]);
    expect(await found(folders.library(), 'x')).toBeUndefined();
    expect(JSON.stringify(folders.log.at('warn'))).toContain('no regular file');
  });

  test.skipIf(process.getuid?.() === 0)('a file of somebody else', async () => {
    chmodSync(folders.write(`${MEDIA}/x.flv`), 0);
    expect(await found(folders.library(), 'x')).toBeUndefined();
    expect(JSON.stringify(folders.log.at('warn'))).toContain('EACCES');
  });

  test('the next place is looked at all the same', async () => {
    mkdirSync(folders.path(`${MEDIA}/x.flv`));
    folders.write(`${RECORDINGS}/x.flv`);
    expect(await found(folders.library(), 'x')).toBe(`flv ${RECORDINGS}/x.flv`);
  });
});

test('of a file that cannot be played it is said which one it is', async () => {
  const path = folders.write([`${MEDIA}/x.flv`, 'broken']);
  const failure = { name: 'MediaError', code: 'malformed', message: `${path}: flv with broken` };
  await expect(found(folders.library(), 'x')).rejects.toMatchObject(failure);
  await expect(found(folders.library(), 'x')).rejects.toMatchObject(failure);
  expect(folders.openers.opened).toEqual(['broken']);
});
