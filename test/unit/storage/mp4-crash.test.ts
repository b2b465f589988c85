import { appendFile, mkdir, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { appendixOf, layoutsOf } from '../../../src/storage/recording-folder.js';
import { contents, interrupted, mp4Recordings, ORDINARY, record } from '../../support/mp4-recordings.js';

test('what a crash left becomes an ordinary MP4 at the next start, and append goes on', async () => {
  const made = await mp4Recordings();
  const path = await interrupted(made, 'replace');
  await appendFile(path, Uint8Array.of(0, 0, 1, 0, 109, 111, 111, 102, 1, 2, 3));
  await made.room.start();
  await made.room.close();
  const { boxes, video } = await contents(path);
  expect(boxes).toEqual(ORDINARY);
  expect(video.length).toBeGreaterThanOrEqual(74);
  expect(made.log.at('warn')).toMatchObject([{ fields: { path, cutBytes: 11 } }]);
  expect(await made.room.journal.left()).toEqual([]);
  await record(made, 'append', 1);
  expect((await contents(path)).video.length).toBe(video.length + 25);
});

test('what a crash left to be appended is appended at the next start', async () => {
  const made = await mp4Recordings();
  await record(made, 'replace', 1);
  const path = await interrupted(made, 'append');
  await made.room.start();
  await made.room.close();
  expect((await contents(path)).video.length).toBeGreaterThanOrEqual(25 + 74);
  expect(await readdir(dirname(path))).toEqual(['stream.mp4']);
});

test.each(['before', 'after'])('a crash %s the old file is replaced appends nothing twice', async (when) => {
  const made = await mp4Recordings();
  const { path } = await record(made, 'replace', 1);
  const old = await readFile(path);
  await record(made, 'append', 1);
  const whole = await readFile(path);
  await made.room.journal.enter(path, false);
  if (when === 'before') {
    await writeFile(layoutsOf(path).whole, whole);
    await writeFile(path, old);
    await writeFile(appendixOf(path, 0).path, old);
  }
  await writeFile(layoutsOf(path).draft, 'half of it');
  made.restart();
  await made.room.start();
  await made.room.close();
  expect(await readFile(path)).toEqual(whole);
  expect(await made.room.journal.left()).toEqual([]);
  expect(await readdir(dirname(path))).toEqual(['stream.mp4']);
});

test('a crash before there was a whole fragment loses nothing that was there', async () => {
  const made = await mp4Recordings();
  const { path } = await record(made, 'replace', 1);
  const before = await readFile(path);
  await made.room.journal.enter(path, false);
  await writeFile(appendixOf(path, 0).path, '');
  made.restart();
  await made.room.start();
  await made.room.close();
  expect(await readFile(path)).toEqual(before);
  expect(await readdir(dirname(path))).toEqual(['stream.mp4']);
});

test('a layout that fails leaves the fragments, which play, for the next start', async () => {
  const made = await mp4Recordings();
  // Something is in the way of the file that is written beside.
  await mkdir(layoutsOf(made.path('stream.mp4')).draft, { recursive: true });
  const { path } = await record(made, 'replace', 2);
  expect((await contents(path)).boxes).toContain('moof');
  expect((await contents(path)).video).toHaveLength(50);
  expect(made.log.at('error')).toHaveLength(1);
  expect(await made.room.journal.left()).toEqual([path]);
  await rename(layoutsOf(path).draft, `${path}.away`);
  made.restart();
  await made.room.start();
  await made.room.close();
  expect((await contents(path)).boxes).toEqual(ORDINARY);
});

test('a fragment that is cut off is left out when the recording is laid out', async () => {
  const made = await mp4Recordings();
  const path = await interrupted(made, 'replace');
  await truncate(path, (await stat(path)).size - 7);
  await made.room.start();
  await made.room.close();
  expect((await contents(path)).boxes).toEqual(ORDINARY);
  expect(made.log.at('warn')[0]!.fields).toMatchObject({ path });
});
