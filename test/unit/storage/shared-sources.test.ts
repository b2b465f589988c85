import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { MediaError } from '../../../src/media/media-error.js';
import { found, MediaFolders, openMedia } from '../../support/media-folders.js';

const MEDIA = 'apps/vod/media';

let folders: MediaFolders;
beforeEach(() => {
  folders = new MediaFolders();
});

async function held(name: string) {
  const media = await openMedia(folders.library(), name);
  if (media === undefined) throw new Error(`${name} was not found`);
  return media;
}

describe('the format of a file is told by its content', () => {
  const table: readonly { what: string; file: string; content: string; is: string }[] = [
    { what: 'FLV', file: 'a.mp4', content: 'FLV\x01\x05', is: 'flv' },
    { what: 'an MP4 with ftyp', file: 'a.flv', content: '\0\0\0\x20ftypisom', is: 'mp4' },
    { what: 'an MP4 with moov', file: 'a.flv', content: '\0\0\0\x20moov', is: 'mp4' },
    { what: 'a QuickTime file with wide', file: 'a.mp3', content: '\0\0\0\x08widexxxx', is: 'mp4' },
    { what: 'MP3 with ID3', file: 'a.flv', content: 'ID3\x04\0', is: 'mp3' },
    { what: 'anything in .mp3', file: 'a.mp3', content: 'hello', is: 'mp3' },
    { what: 'anything in .flv', file: 'a.flv', content: 'hello', is: 'flv' },
    { what: 'anything in .F4V', file: 'a.F4V', content: 'hello', is: 'mp4' },
    { what: 'nothing in .flv', file: 'a.flv', content: '', is: 'flv' },
  ];

  test.each(table)('$what', async ({ file, content, is }) => {
    folders.write([`${MEDIA}/${file}`, content]);
    expect(await found(folders.library(), file)).toBe(`${is} ${content}`);
  });

  test.each([
    { bytes: [0xff, 0xfb, 0x90, 0x00], is: 'mp3', what: 'an MPEG-1 layer III frame' },
    { bytes: [0xff, 0xe3, 0x18, 0xc4], is: 'mp3', what: 'an MPEG-2.5 layer III frame' },
    { bytes: [0xff, 0xf1, 0x50, 0x80], is: 'flv', what: 'an ADTS frame' },
    { bytes: [0xff, 0xeb, 0x90, 0x00], is: 'flv', what: 'a version that is reserved' },
    { bytes: [0xff, 0xfb, 0xf0, 0x00], is: 'flv', what: 'a bit rate that is forbidden' },
    { bytes: [0xff, 0xfb, 0x9c, 0x00], is: 'flv', what: 'a sampling rate that is reserved' },
  ])('$what', async ({ bytes, is }) => {
    writeFileSync(folders.path(`${MEDIA}/a.flv`), Uint8Array.from(bytes));
    const media = await held('a');
    expect(media.source.format).toBe(is);
    media.release();
  });
});

test('all who hold a file share one source and one handle; when none is left its handle is closed', async () => {
  folders.write(`${MEDIA}/a.flv`);
  const [first, second] = await Promise.all([held('a'), held('flv:a')]);
  expect(first?.source).toBe(second?.source);
  expect(folders.openers.opened).toHaveLength(1);
  expect(folders.sources.counts).toEqual({ sources: 1, files: 1 });
  first?.release();
  first?.release();
  expect(folders.sources.counts).toEqual({ sources: 1, files: 1 });
  second?.release();
  expect(folders.sources.counts).toEqual({ sources: 0, files: 0 });
});

test('who comes back finds the source that there was', async () => {
  folders.write(`${MEDIA}/a.flv`);
  const first = await held('a');
  expect(first.place).toBe(folders.path(`${MEDIA}/a.flv`));
  first.release();
  const second = await held('a');
  expect(second.source).toBe(first.source);
  second.release();
  expect(folders.sources.counts).toEqual({ sources: 0, files: 0 });
});

test('of those that nobody holds, the last 32 are kept', async () => {
  const names = Array.from({ length: 33 }, (_, i) => `f${i}`);
  folders.write(...names.map((name) => `${MEDIA}/${name}.flv`));
  for (const name of names) (await held(name)).release();
  expect(folders.openers.opened).toHaveLength(33);
  (await held('f1')).release();
  expect(folders.openers.opened).toHaveLength(33);
  (await held('f0')).release();
  expect(folders.openers.opened).toHaveLength(34);
});

describe('what is idle takes memory', () => {
  const play = async (file: string, memory: string) => {
    folders.write([`${MEDIA}/${file}.flv`, memory]);
    (await held(file)).release();
  };
  const isKept = async (file: string) => {
    const before = folders.openers.opened.length;
    (await held(file)).release();
    return folders.openers.opened.length === before;
  };

  test('32 MiB in all, from the last', async () => {
    for (const file of ['a', 'b', 'c', 'd', 'e']) await play(file, '8 MiB');
    await settledReads();
    expect(folders.closed).toHaveLength(1);
    for (const file of ['b', 'c', 'd', 'e']) expect(await isKept(file)).toBe(true);
    expect(await isKept('a')).toBe(false);
    expect(await isKept('b')).toBe(false);
  });

  test('what is in use, and what has changed, does not count', async () => {
    for (const file of ['a', 'b', 'c', 'd']) await play(file, '8 MiB');
    const used = await held('a');
    await play('e', '8 MiB');
    await play('e', '08 MiB');
    expect(await Promise.all(['b', 'c', 'd', 'e'].map(isKept))).toEqual([true, true, true, true]);
    used.release();
    expect(await isKept('a')).toBe(true);
  });

  test('one of more than 8 MiB is not kept, and drives out no other', async () => {
    await play('a', '8 MiB');
    await play('b', '9 MiB');
    await settledReads();
    expect(folders.closed).toHaveLength(1);
    expect([await isKept('a'), await isKept('b')]).toEqual([true, false]);
  });
});

test('sound and tags of one file are two sources', async () => {
  folders.write(`${MEDIA}/a.mp3`);
  const library = folders.library();
  expect([await found(library, 'mp3:a'), await found(library, 'id3:a')]).toEqual([
    `mp3 ${MEDIA}/a.mp3`,
    `id3 ${MEDIA}/a.mp3`,
  ]);
});

test('tags of what is no MP3 are no track', async () => {
  folders.write([`${MEDIA}/a.mp3`, 'FLV\x01']);
  await expect(openMedia(folders.library(), 'id3:a')).rejects.toMatchObject({ code: 'no-track' });
});

test('a file that has changed is opened anew, and who holds the old one keeps it', async () => {
  const path = folders.write([`${MEDIA}/a.flv`, 'one']);
  const first = await held('a');
  renameSync(folders.write(['new', 'two and more']), path);
  const second = await held('a');
  expect(second.source).not.toBe(first.source);
  expect([first.size, second.size]).toEqual([3, 12]);
  first.release();
  expect((await held('a')).source).toBe(second.source);
  expect(folders.sources.counts.sources).toBe(1);
});

test('a file that is being recorded is one source while it grows, and another afterwards', async () => {
  const path = folders.write([`${MEDIA}/a.flv`, 'one']);
  folders.growing.enter(path);
  const first = await held('a');
  appendFileSync(path, 'two');
  const second = await held('a');
  expect([second.source, second.source.isGrowing]).toEqual([first.source, true]);
  folders.growing.leave(path);
  expect((await held('a')).source).not.toBe(first.source);
});

describe('a file that is written to while it is found', () => {
  /** Does something each time that a file was found, before it is asked whether it grows: so often at most. */
  function whenFound(times: number, work: () => void) {
    const writing = folders.growing.writing.bind(folders.growing);
    vi.spyOn(folders.growing, 'writing').mockImplementation((path) => {
      if (times-- > 0) work();
      return writing(path);
    });
  }

  test('by a recording that ends just then is found again, with all that there is', async () => {
    const path = folders.write([`${MEDIA}/a.flv`, 'one']);
    folders.growing.enter(path);
    whenFound(1, () => {
      appendFileSync(path, ' and two');
      folders.growing.leave(path);
    });
    const media = await held('a');
    expect([media.size, media.source.isGrowing]).toEqual([11, false]);
    expect(folders.openers.opened).toEqual(['one and two']);
    expect((await held('a')).source).toBe(media.source);
    expect(folders.log.lines).toEqual([]);
  });

  test('to all who ask at the same time', async () => {
    const path = folders.write([`${MEDIA}/a.flv`, 'one']);
    whenFound(1, () => appendFileSync(path, ' and two'));
    const media = await Promise.all([held('a'), held('a'), held('a')]);
    expect(media.map(({ size }) => size)).toEqual([11, 11, 11]);
    for (const one of media) one.release();
    expect(folders.sources.counts).toEqual({ sources: 0, files: 0 });
  });

  test('again and again is not there, and the log says which it was', async () => {
    const path = folders.write([`${MEDIA}/a.flv`, 'one']);
    whenFound(2, () => appendFileSync(path, ' and more'));
    expect(await openMedia(folders.library(), 'a')).toBeUndefined();
    expect(folders.log.at('warn')).toMatchObject([
      { message: 'recorded media cannot be read', fields: { file: path } },
    ]);
    expect((await held('a')).size).toBe(21);
  });
});

test('who wants to record over a file can ask whether it plays', async () => {
  const path = folders.write(`${MEDIA}/a.flv`);
  const media = [await held('a'), await held('a')];
  expect(folders.growing.readers(path)).toBe(1);
  for (const held of media) held.release();
  expect(folders.growing.readers(path)).toBe(0);
});

describe('a broken file', () => {
  test('is told of each time, but read once until it changes', async () => {
    const path = folders.write([`${MEDIA}/a.flv`, 'broken']);
    for (let i = 0; i < 3; i++) await expect(held('a')).rejects.toThrow(MediaError);
    expect(folders.openers.opened).toHaveLength(1);
    expect(folders.sources.counts).toEqual({ sources: 0, files: 0 });
    expect(folders.growing.readers(path)).toBe(0);
    writeFileSync(path, 'mended');
    expect(await found(folders.library(), 'a')).toBe('flv mended');
  });

  test('is told to all who asked at the same time', async () => {
    folders.write([`${MEDIA}/a.flv`, 'broken']);
    const results = await Promise.allSettled([held('a'), held('a'), held('a')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(folders.openers.opened).toHaveLength(1);
    expect(folders.sources.counts).toEqual({ sources: 0, files: 0 });
  });

  test('that is being recorded may be better the next time', async () => {
    const path = folders.write([`${MEDIA}/a.flv`, 'broken']);
    folders.growing.enter(path);
    await expect(held('a')).rejects.toThrow(MediaError);
    writeFileSync(path, 'whole');
    expect(await found(folders.library(), 'a')).toBe('flv whole');
  });
});

test('a file that is gone when it is opened is not there', async () => {
  const path = folders.write(`${MEDIA}/a.flv`);
  (await held('a')).release();
  rmSync(path);
  expect(await openMedia(folders.library(), 'a')).toBeUndefined();
});

describe('a source is closed for good', () => {
  test('when its file has changed and the last who plays it is gone', async () => {
    const path = folders.write([`${MEDIA}/a.flv`, 'old']);
    const [one, two] = [await held('a'), await held('a')];
    renameSync(folders.write([`${MEDIA}/b.flv`, 'newer']), path);
    const other = await held('a');
    one.release();
    await settledReads();
    expect(folders.closed).toEqual([]);
    two.release();
    await settledReads();
    expect(folders.closed).toEqual([one.source]);
    other.release();
    await settledReads();
    expect(folders.closed).toHaveLength(1);
  });

  test('when it was idle and its file has changed', async () => {
    const path = folders.write([`${MEDIA}/a.flv`, 'old']);
    const one = await held('a');
    one.release();
    renameSync(folders.write([`${MEDIA}/b.flv`, 'newer']), path);
    (await held('a')).release();
    expect(folders.closed).toEqual([one.source]);
  });

  test('when too many others have been idle since', async () => {
    for (let i = 0; i <= 32; i++) {
      folders.write(`${MEDIA}/${i}.flv`);
      (await held(String(i))).release();
    }
    await settledReads();
    expect(folders.closed).toHaveLength(1);
  });
});

async function settledReads(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}
