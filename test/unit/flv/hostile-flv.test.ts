import { expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { encodeFlvHeader } from '../../../src/flv/flv-header.js';
import { encodeFlvTag } from '../../../src/flv/encode-flv-tag.js';
import { openFlv } from '../../../src/flv/open-flv.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { avc } from '../../support/media-payloads.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';

test('a file that begins with thousands of sequence headers is sought with few reads', async () => {
  const video = (time: number, payload: Uint8Array) => encodeFlvTag(new MediaMessage('video', time, payload));
  const headers = Array.from({ length: 20_000 }, (_, i) => video(0, avc.header(`${i}`)));
  const keys = Array.from({ length: 10 }, (_, i) => video(i * 1000, avc.key(`${i}`)));
  const file = new MemoryMediaFile(concat([encodeFlvHeader({ hasAudio: false, hasVideo: true }), ...headers, ...keys]));
  const source = await openFlv(file, undefined, { smallFile: 0 });
  const before = file.reads;
  expect((await source.seek(5500))?.time).toBe(5000);
  expect(file.reads - before).toBeLessThan(500);
});
