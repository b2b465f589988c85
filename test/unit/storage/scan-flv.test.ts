import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { scanFlv } from '../../../src/storage/scan-flv.js';
import { flvLines } from '../../support/flv-lines.js';
import { aac, avc, padded } from '../../support/media-payloads.js';
import { setup, TestRecordings } from '../../support/recordings.js';

/** A recording of 12 MB: a minute of pictures and sound. */
async function largeFile(): Promise<{ recordings: TestRecordings; path: string; handle: FileHandle }> {
  const recordings = await TestRecordings.make();
  const place = await recordings.place('replace');
  const file = place.open({ metadata: undefined, setup });
  for (let i = 0; i < 1500; i++) {
    const label = padded(`${i}`, 8000);
    file.write(new MediaMessage('video', i * 40, i % 25 === 0 ? avc.key(label) : avc.inter(label)));
    file.write(new MediaMessage('audio', i * 40 + 5, aac.frame(`a${i}`)));
  }
  file.end();
  await place.close();
  const path = recordings.path('stream.flv');
  const handle = await open(path, 'r+');
  onTestFinished(() => handle.close());
  return { recordings, path, handle };
}

/** How many bytes of a file a scan reads. */
async function bytesRead(handle: FileHandle): Promise<number> {
  let bytes = 0;
  const read = handle.read.bind(handle) as (...args: unknown[]) => Promise<{ bytesRead: number }>;
  const counting = Object.create(handle, {
    read: {
      value: async (...args: unknown[]) => {
        const result = await read(...args);
        bytes += result.bytesRead;
        return result;
      },
    },
    stat: { value: () => handle.stat() },
  }) as FileHandle;
  await scanFlv(counting);
  return bytes;
}

test('of a large recording only its ends are read, and all is known of it', async () => {
  const { path, handle } = await largeFile();
  const { size } = await stat(path);
  expect(size).toBeGreaterThan(10_000_000);
  expect(await bytesRead(handle)).toBeLessThan(3_000_000);
  const { state, end, mediaEnd, keyFrames, metadata, endsWithKeyFrame } = await scanFlv(handle);
  expect({ state, end, endsWithKeyFrame }).toEqual({ state: 'whole', end: size, endsWithKeyFrame: false });
  expect({ time: mediaEnd.time, last: mediaEnd.lastTimestamp }).toEqual({ time: 60_005, last: 59_965 });
  expect(keyFrames.map(({ offset }) => offset)).toEqual((await flvLines(path)).keyFrames);
  expect(metadata?.properties.map(([name]) => name)).toContain('keyframes');
});

test.each([
  {
    what: 'is cut off',
    spoil: async (handle: FileHandle, size: number) => handle.truncate(size - 7),
    state: 'cut-off',
  },
  {
    what: 'has something else at its end',
    spoil: async (handle: FileHandle, size: number) =>
      void (await handle.write(Buffer.alloc(2000, 0x55), 0, 2000, size - 2000)),
    state: 'damaged',
  },
])('a large recording that $what is read through', async ({ spoil, state }) => {
  const { path, handle } = await largeFile();
  const { size } = await stat(path);
  await spoil(handle, size);
  expect(await bytesRead(handle)).toBeGreaterThan(10_000_000);
  expect((await scanFlv(handle)).state).toBe(state);
});

test('append goes on behind a large recording', async () => {
  const { recordings, path } = await largeFile();
  const before = await flvLines(path);
  const place = await recordings.place('append');
  const file = place.open({ metadata: undefined, setup });
  file.write(new MediaMessage('video', 0, avc.key('new')));
  file.end();
  await place.close();
  const { lines, garbage, keyFrames, metadata } = await flvLines(path);
  expect(garbage).toBe(0);
  expect(lines.slice(0, before.lines.length)).toEqual(before.lines);
  expect(lines.at(-1)).toBe('video 60005 key new');
  expect(keyFrames).toHaveLength(61);
  expect(metadata.get('filesize')).toBe((await stat(path)).size);
});
