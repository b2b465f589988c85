import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { aac } from '../../support/media-payloads.js';
import { contents, mp4Recordings, ORDINARY, record, setup, write } from '../../support/mp4-recordings.js';
import { OTHER_AVC, stream } from '../../support/mp4-stream.js';
import { HeardRecording } from '../../support/recordings.js';

test('a recording becomes an ordinary MP4 with its header in front', async () => {
  const made = await mp4Recordings();
  const { path, bytes, duration } = await record(made, 'replace', 3);
  const found = await contents(path);
  expect(found.boxes).toEqual(ORDINARY);
  expect(found.video.map(({ dts }) => dts)).toEqual(Array.from({ length: 75 }, (_, i) => i * 40));
  expect(found.audio).toHaveLength(130);
  expect(bytes).toBe((await stat(path)).size);
  expect(Math.abs(duration - 3000)).toBeLessThan(50);
  expect(await readdir(dirname(path))).toEqual(['stream.mp4']);
  expect(await made.room.journal.left()).toEqual([]);
  expect(made.growing.has(path)).toBe(false);
  expect(made.clock.timers).toBe(0);
});

test('what was recorded is in the file a flush interval later, even if nothing more comes, and plays', async () => {
  const made = await mp4Recordings();
  const news = new HeardRecording();
  const place = await made.place('replace', news, { flushInterval: 500 });
  const file = place.open({ metadata: undefined, setup });
  const path = made.path('stream.mp4');
  const messages = stream.seconds(2);
  const until = (time: number) => messages.filter(({ timestamp }) => timestamp < time);
  write(file, until(600));
  made.clock.advance(0);
  await news.until(() => news.begun.length > 0);
  expect((await contents(path)).video.map(({ dts }) => dts).at(-1)).toBeGreaterThanOrEqual(440);
  write(file, until(800).slice(until(600).length));
  made.clock.advance(500);
  made.clock.advance(0);
  while (file.queuedBytes > 0) await new Promise((resolve) => setImmediate(resolve));
  // The last frame waits for the next, which says how long it lasts.
  expect((await contents(path)).video.map(({ dts }) => dts).at(-1)).toBe(720);
  expect((await contents(path)).boxes).toContain('moof');
  file.end();
  await place.close();
  expect((await contents(path)).boxes).toEqual(ORDINARY);
});

test('append puts the new behind the old; until then the old is there', async () => {
  const made = await mp4Recordings();
  const { path } = await record(made, 'append', 1);
  const before = await readFile(path);
  const news = new HeardRecording();
  const place = await made.place('append', news);
  const file = place.open({ metadata: undefined, setup });
  write(file, stream.seconds(2));
  made.clock.advance(0);
  await news.until(() => news.begun.length > 0);
  expect(news.begun).toEqual([path]);
  expect(await readFile(path)).toEqual(before);
  expect(made.growing.writing(path)).toBeUndefined();
  expect(await made.reserve('append')).toMatchObject({ reason: 'taken' });
  file.end();
  await place.close();
  const { boxes, video, audio } = await contents(path);
  expect(boxes).toEqual(ORDINARY);
  expect(video).toHaveLength(75);
  expect(audio.length).toBeGreaterThan(125);
  expect(news.files).toMatchObject([{ path, bytes: (await stat(path)).size }]);
  expect(news.files[0]!.duration).toBeGreaterThan(2900);
  expect(await readdir(dirname(path))).toEqual(['stream.mp4']);
});

test('appendWithGap leaves the time free that has passed', async () => {
  const made = await mp4Recordings();
  const { path } = await record(made, 'append', 1);
  await utimes(path, made.clock.date() / 1000, made.clock.date() / 1000);
  made.clock.advance(60_000);
  const { duration } = await record(made, 'appendWithGap', 1);
  expect(Math.abs(duration - 62_000)).toBeLessThan(100);
});

test.each([
  { what: 'has other codecs', spoil: () => Promise.resolve() },
  { what: 'is no MP4', spoil: (path: string) => writeFile(path, 'GIF89a'.repeat(100)) },
])('to a file that $what nothing is appended: the new one is beside it', async ({ spoil }) => {
  const made = await mp4Recordings();
  const { path } = await record(made, 'replace', 1);
  await spoil(path);
  const before = await readFile(path);
  const beside = await record(made, 'append', 2, [stream.avcHeader(0, OTHER_AVC), stream.aacHeader()]);
  expect(await readFile(path)).toEqual(before);
  expect(beside.path).toBe(made.path('stream-2.mp4'));
  expect((await contents(beside.path)).video).toHaveLength(50);
  expect(made.log.at('warn')).toMatchObject([{ fields: { path, instead: beside.path } }]);
  expect((await readdir(dirname(path))).sort()).toEqual(['stream-2.mp4', 'stream.mp4']);
  expect(await made.room.journal.left()).toEqual([]);
  expect(made.growing.has(beside.path)).toBe(false);
});

test('a track that MP4 does not have is left out, and that is said once', async () => {
  const made = await mp4Recordings();
  const news = new HeardRecording();
  const place = await made.place('replace', news);
  for (let i = 0; i < 2; i++) {
    const file = place.open({ metadata: undefined, setup: [stream.avcHeader()] });
    for (let time = 0; time < 1000; time += 40) {
      file.write(stream.avc(time, time === 0 ? 'key' : 'inter'));
      file.write(speex(time));
    }
    file.end();
  }
  await place.close();
  expect(news.failures).toEqual([]);
  expect((await contents(made.path('stream.mp4'))).video).toHaveLength(25);
  expect(made.log.at('warn')).toMatchObject([
    { fields: { codec: 'speex', mend: expect.stringContaining('flv') as string } },
  ]);
});

test('a stream of which MP4 can have nothing fails, and leaves no file', async () => {
  const made = await mp4Recordings();
  const news = new HeardRecording();
  const place = await made.place('replace', news);
  const file = place.open({ metadata: undefined, setup: [] });
  for (let time = 0; time < 4000; time += 40) file.write(speex(time));
  file.end();
  // The publisher is told at once.
  expect(news.failures).toMatchObject([{ why: 'failed' }]);
  await place.close();
  expect(news.files).toEqual([]);
  expect(await readdir(made.path('.'))).toEqual([]);
  expect(made.log.at('warn').length).toBeGreaterThan(0);
  expect(await made.room.journal.left()).toEqual([]);
});

test('a change of the codec needs another file', async () => {
  const made = await mp4Recordings();
  const place = await made.place('replace');
  const file = place.open({ metadata: undefined, setup });
  write(file, stream.seconds(1));
  expect(file.write(stream.avcHeader(1000, OTHER_AVC))).toBe(false);
  expect(file.write(stream.aac(1040))).toBe(true);
  file.end();
  await place.close();
  expect((await contents(made.path('stream.mp4'))).video).toHaveLength(25);
});

function speex(time: number): MediaMessage {
  return new MediaMessage('audio', time, Uint8Array.of(0xb2, ...aac.frame('x').subarray(2)));
}
