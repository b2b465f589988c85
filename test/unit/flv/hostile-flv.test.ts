import { expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { encodeFlvHeader } from '../../../src/flv/flv-header.js';
import { encodeFlvTag } from '../../../src/flv/encode-flv-tag.js';
import { openFlv } from '../../../src/flv/open-flv.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { avc } from '../../support/media-payloads.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';

const video = (time: number, payload: Uint8Array) => encodeFlvTag(new MediaMessage('video', time, payload));

test('a file whose end tells nothing is looked through once for all who ask how long it is', async () => {
  const words = encodeFlvTag(new MediaMessage('data', 0, new Uint8Array(1024 * 1024)));
  const file = new MemoryMediaFile(
    concat([
      encodeFlvHeader({ hasAudio: false, hasVideo: true }),
      ...Array.from({ length: 10 }, (_, i) => video(i * 1000, avc.key(`${i}`))),
      ...Array.from({ length: 20 }, () => words),
    ]),
  );
  const reads: number[] = [];
  const whole = { size: file.size, version: 'v', isGrowing: false, refresh: () => Promise.resolve() };
  const read = (offset: number, length: number) => {
    if (offset === 0) reads.push(length);
    return file.read(offset, length);
  };
  const source = await openFlv({ ...whole, read }, undefined, { smallFile: 0 });
  reads.length = 0;
  const durations = await Promise.all(Array.from({ length: 10 }, () => source.duration()));
  expect(new Set(durations)).toEqual(new Set([10_000]));
  // The head, and then the whole.
  expect(reads).toHaveLength(2);
});

test('a file that begins with thousands of sequence headers is sought with few reads', async () => {
  const headers = Array.from({ length: 20_000 }, (_, i) => video(0, avc.header(`${i}`)));
  const keys = Array.from({ length: 10 }, (_, i) => video(i * 1000, avc.key(`${i}`)));
  const file = new MemoryMediaFile(concat([encodeFlvHeader({ hasAudio: false, hasVideo: true }), ...headers, ...keys]));
  const source = await openFlv(file, undefined, { smallFile: 0 });
  const before = file.reads;
  expect((await source.seek(5500))?.time).toBe(5000);
  expect(file.reads - before).toBeLessThan(500);
});
