import { appendFile, mkdir, readdir, readFile, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import { AmfObject } from '../../../src/amf/value.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { avc, padded } from '../../support/media-payloads.js';
import { flvLines } from '../../support/flv-lines.js';
import { HeardRecording, setup, TestRecordings, writeSeconds } from '../../support/recordings.js';

const metadata = new MediaMessage('data', 0, encodeAmf0(['onMetaData', AmfObject.of({ width: 640, duration: 9 })]));
const HEADERS = ['video 0 header sps', 'audio 0 header asc'];

async function record(
  recordings: TestRecordings,
  existing: 'replace' | 'append' | 'appendWithGap' | 'separate',
  label: string,
  seconds = 2,
) {
  const news = new HeardRecording();
  const place = await recordings.place(existing, news);
  const file = place.open({ metadata, setup });
  writeSeconds(file, label, seconds);
  file.end();
  await place.close();
  expect(news.failures).toEqual([]);
  return news.files[0]!;
}

test('a recording has its duration, its size and an index of its key frames', async () => {
  const recordings = await TestRecordings.make();
  const { path, bytes, duration } = await record(recordings, 'replace', 'a', 3);
  expect({ path, duration }).toEqual({ path: recordings.path('stream.flv'), duration: 3000 });
  expect((await stat(path)).size).toBe(bytes);
  const { lines, metadata: told, garbage, keyFrames } = await flvLines(path);
  expect(lines).toEqual([
    ...HEADERS,
    'video 0 key ak0',
    'video 500 inter ap0',
    'video 1000 key ak1',
    'video 1500 inter ap1',
    'video 2000 key ak2',
    'video 2500 inter ap2',
  ]);
  expect(garbage).toBe(0);
  expect(told.get('width')).toBe(640);
  expect(told.get('duration')).toBe(3);
  expect(told.get('filesize')).toBe(bytes);
  const index = told.get('keyframes') as AmfObject;
  expect(index.get('times')).toEqual([0, 1, 2]);
  expect(index.get('filepositions')).toEqual(keyFrames);
  expect(await readdir(dirname(path))).toEqual(['stream.flv']);
  expect(await recordings.room.journal.left()).toEqual([]);
  expect(recordings.growing.has(path)).toBe(false);
  expect(recordings.clock.timers).toBe(0);
});

test('what was recorded is in the file after the flush interval, and no sooner than it must be', async () => {
  const recordings = await TestRecordings.make();
  const news = new HeardRecording();
  const place = await recordings.place('replace', news);
  const file = place.open({ metadata, setup });
  writeSeconds(file, 'a', 1);
  await news.until(() => news.begun.length > 0);
  const path = recordings.path('stream.flv');
  expect((await flvLines(path)).lines.at(-1)).toBe('video 500 inter ap0');
  expect(recordings.growing.has(path)).toBe(true);
  writeSeconds(file, 'a', 1, 1);
  const { queuedBytes } = file;
  expect(queuedBytes).toBeGreaterThan(0);
  expect((await flvLines(path)).lines.at(-1)).toBe('video 500 inter ap0');
  recordings.clock.advance(1000);
  while (file.queuedBytes > 0) await new Promise((resolve) => setImmediate(resolve));
  expect((await flvLines(path)).lines.at(-1)).toBe('video 1500 inter ap1');
  file.end();
  await place.close();
});

test('the old recording is replaced by the first media of the new one, and not before', async () => {
  const recordings = await TestRecordings.make();
  const { path } = await record(recordings, 'replace', 'old');
  const before = await readFile(path);
  const empty = await recordings.place('replace');
  await empty.close();
  expect(await readFile(path)).toEqual(before);
  await record(recordings, 'replace', 'new', 1);
  expect((await flvLines(path)).lines).toEqual([...HEADERS, 'video 0 key newk0', 'video 500 inter newp0']);
});

test('append goes on without a gap', async () => {
  const recordings = await TestRecordings.make();
  await record(recordings, 'append', 'a', 1);
  const { path, duration, bytes } = await record(recordings, 'append', 'b', 1);
  const { lines, metadata: told, keyFrames } = await flvLines(path);
  expect(lines).toEqual([
    ...HEADERS,
    'video 0 key ak0',
    'video 500 inter ap0',
    'video 1000 header sps',
    'audio 1000 header asc',
    'video 1000 key bk0',
    'video 1500 inter bp0',
  ]);
  expect(duration).toBe(2000);
  expect(told.get('duration')).toBe(2);
  expect(told.get('filesize')).toBe(bytes);
  expect((told.get('keyframes') as AmfObject).get('filepositions')).toEqual(keyFrames);
});

test('appendWithGap leaves the time free that has passed', async () => {
  const recordings = await TestRecordings.make();
  const { path } = await record(recordings, 'append', 'a', 1);
  await utimes(path, recordings.clock.date() / 1000, recordings.clock.date() / 1000);
  recordings.clock.advance(60_000);
  await record(recordings, 'appendWithGap', 'b', 1);
  expect((await flvLines(path)).lines.slice(-2)).toEqual(['video 61000 key bk0', 'video 61500 inter bp0']);
});

test('a frame that is not whole is cut off before anything is appended, and that is said', async () => {
  const recordings = await TestRecordings.make();
  const { path, bytes } = await record(recordings, 'replace', 'a', 2);
  await truncate(path, bytes - 7);
  await record(recordings, 'append', 'b', 1);
  const { lines, garbage } = await flvLines(path);
  expect(garbage).toBe(0);
  expect(lines.slice(5)).toEqual([
    'video 1500 header sps',
    'audio 1500 header asc',
    'video 1500 key bk0',
    'video 2000 inter bp0',
  ]);
  expect(recordings.log.at('warn')).toMatchObject([{ fields: { path, cutBytes: expect.any(Number) as number } }]);
});

test.each([
  { what: 'no FLV at all', spoil: (path: string) => writeFile(path, 'GIF89a'.repeat(100)) },
  { what: 'garbage at its end', spoil: (path: string) => appendFile(path, Buffer.alloc(5000, 0x55)) },
])('nothing is appended to a file that is $what: it stays as it is', async ({ spoil }) => {
  const recordings = await TestRecordings.make();
  const { path } = await record(recordings, 'replace', 'a', 1);
  await spoil(path);
  const before = await readFile(path);
  const beside = await record(recordings, 'append', 'b', 1);
  expect(await readFile(path)).toEqual(before);
  expect(beside.path).toBe(recordings.path('stream-2.flv'));
  expect((await flvLines(beside.path)).lines).toHaveLength(4);
  expect(recordings.log.at('warn')).toMatchObject([{ fields: { path, instead: beside.path } }]);
});

test('a file that is recorded, or played, is not recorded over; another name is found where one is looked for', async () => {
  const recordings = await TestRecordings.make();
  const { path } = await record(recordings, 'replace', 'a', 1);
  const first = await recordings.place('append');
  expect(await recordings.reserve('replace')).toMatchObject({ reason: 'taken' });
  expect(await recordings.reserve('append')).toMatchObject({ reason: 'taken' });
  const separate = await record(recordings, 'separate', 'b', 1);
  expect(separate.path).toBe(recordings.path('stream-2.flv'));
  await first.close();
  const stop = recordings.growing.read(path);
  expect(await recordings.reserve('replace')).toMatchObject({ reason: 'taken' });
  await record(recordings, 'append', 'c', 1);
  stop();
  await record(recordings, 'replace', 'd', 1);
});

test('the files of one recording follow each other, and never touch what is there', async () => {
  const recordings = await TestRecordings.make();
  await mkdir(recordings.path('.'), { recursive: true });
  await writeFile(recordings.path('stream-2.flv'), 'mine');
  const news = new HeardRecording();
  const place = await recordings.place('replace', news);
  for (const label of ['a', 'b', 'c']) {
    const file = place.open({ metadata: undefined, setup });
    writeSeconds(file, label, 1);
    file.end();
  }
  await place.close();
  const names = ['stream.flv', 'stream-3.flv', 'stream-4.flv'].map((name) => recordings.path(name));
  expect(news.files.map(({ path }) => path).sort()).toEqual([...names].sort());
  const lines = await Promise.all(names.map(async (name) => (await flvLines(name)).lines[2]));
  expect(lines).toEqual(['video 0 key ak0', 'video 0 key bk0', 'video 0 key ck0']);
  expect(await readFile(recordings.path('stream-2.flv'), 'utf8')).toBe('mine');
});

test('links lead nowhere', async () => {
  const recordings = await TestRecordings.make();
  await mkdir(recordings.path('.'), { recursive: true });
  await symlink('/etc', recordings.path('out'));
  await symlink('/etc/passwd', recordings.path('stream.flv'));
  expect(await recordings.reserve('replace')).toMatchObject({ reason: 'failed' });
  const below = await recordings.reserve('replace', undefined, {}, () => 'out/stream');
  expect(below).toMatchObject({ reason: 'failed' });
  expect(recordings.log.at('error')).toHaveLength(2);
});

test('folders are made as a name needs them', async () => {
  const recordings = await TestRecordings.make();
  const news = new HeardRecording();
  const place = await recordings.place('replace', news, {}, () => '2026/11/stream');
  const file = place.open({ metadata, setup });
  writeSeconds(file, 'a', 1);
  file.end();
  await place.close();
  expect(news.files[0]?.path).toBe(recordings.path('2026/11/stream.flv'));
});

test('the quota and the floor of the disk are checked at the beginning and every few seconds', async () => {
  const recordings = await TestRecordings.make();
  await record(recordings, 'replace', 'a', 1);
  expect(await recordings.reserve('separate', undefined, { quota: 100 })).toMatchObject({ reason: 'limit' });
  recordings.free = 50;
  expect(await recordings.reserve('separate', undefined, { minFree: 100 })).toMatchObject({ reason: 'limit' });
  expect(recordings.clock.timers).toBe(0);

  recordings.free = 150;
  const [byQuota, byFloor] = [new HeardRecording(), new HeardRecording()];
  const places = [
    await recordings.place('separate', byQuota, { quota: 200_000 }),
    await recordings.place('separate', byFloor, { minFree: 100 }),
  ];
  expect(recordings.clock.timers).toBe(1);
  await writeFile(recordings.path('other'), Buffer.alloc(200_000));
  recordings.free = 99;
  recordings.clock.advance(3000);
  await byQuota.until(() => byQuota.failures.length > 0);
  await byFloor.until(() => byFloor.failures.length > 0);
  expect([byQuota, byFloor].map(({ failures }) => failures.map(({ why }) => why))).toEqual([['quota'], ['disk-full']]);
  for (const place of places) await place.close();
  expect(recordings.clock.timers).toBe(0);
});

test('what a crash left is repaired at the next start', async () => {
  const recordings = await TestRecordings.make();
  const news = new HeardRecording();
  const place = await recordings.place('replace', news);
  const file = place.open({ metadata, setup });
  writeSeconds(file, 'a', 2);
  await news.until(() => news.begun.length > 0);
  // The process is gone, and half a frame has been written.
  const path = recordings.path('stream.flv');
  await appendFile(path, Buffer.from([9, 0, 1, 0, 0, 8, 0]));
  recordings.growing.leave(path);
  recordings.restart();
  expect(await recordings.room.journal.left()).toEqual([path]);
  await recordings.room.start();
  await recordings.room.close();
  const { lines, metadata: told, garbage } = await flvLines(path);
  expect({ last: lines.at(-1), garbage }).toEqual({ last: 'video 1500 inter ap1', garbage: 0 });
  expect(told.get('duration')).toBe(2);
  expect(told.get('filesize')).toBe((await stat(path)).size);
  expect((told.get('keyframes') as AmfObject).get('times')).toEqual([0, 1]);
  expect(recordings.log.at('warn')).toMatchObject([{ fields: { path, cutBytes: 7, duration: 2000 } }]);
  expect(await recordings.room.journal.left()).toEqual([]);
  await record(recordings, 'append', 'b', 1);
  expect((await flvLines(path)).lines.at(-1)).toBe('video 2500 inter bp0');
  file.end();
  await place.close();
});

test('a large recording waits for nobody and is written in large pieces', async () => {
  const recordings = await TestRecordings.make();
  const news = new HeardRecording();
  const place = await recordings.place('replace', news);
  const file = place.open({ metadata, setup });
  for (let i = 0; i < 3000; i++) file.write(new MediaMessage('video', i * 40, avc.key(padded(`k${i}`, 5000))));
  file.end();
  await place.close();
  const { lines, garbage } = await flvLines(recordings.path('stream.flv'));
  expect({ count: lines.length, last: lines.at(-1), garbage }).toEqual({
    count: 3002,
    last: 'video 119960 key k2999',
    garbage: 0,
  });
});
