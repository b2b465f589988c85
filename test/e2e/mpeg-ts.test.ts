import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MediaMessage } from '../../src/media/media-message.js';
import { MpegTsMuxer } from '../../src/mpegts/mpeg-ts-muxer.js';
import { flvMessages } from '../support/flv-reading.js';
import { describeWith } from '../support/foreign-clients.js';
import { frameHashes } from '../support/frame-hashes.js';
import { mp4Messages } from '../support/mp4-messages.js';
import { runProgram } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { laterTestMedia, testMedia } from '../support/test-media.js';

describeWith(['ffmpeg'], 'MPEG-TS as ffmpeg reads it', () => {
  it.each(['h264 and aac', 'h264 and mp3', 'b-frames', 'audio only'] as const)('%s', async (kind) => {
    const file = await testMedia(kind);
    await expectSameFrames(file, flvMessages(new Uint8Array(readFileSync(file))));
  });

  it('hevc and aac', async () => {
    const file = await laterTestMedia('hevc and aac');
    await expectSameFrames(file, await mp4Messages(file));
  });
});

/** Decodes to the same pictures and has the same frames of sound, without a complaint. */
async function expectSameFrames(file: string, messages: readonly MediaMessage[]): Promise<void> {
  const muxer = new MpegTsMuxer();
  for (const message of messages) muxer.accept(message);
  const path = join(newFolder('mpeg-ts'), 'stream.ts');
  writeFileSync(path, muxer.take()!);
  const { code, stderr } = await runProgram('ffmpeg', ['-v', 'warning', '-i', path, '-f', 'null', '-'], {
    timeout: 30_000,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await frameHashes(path, 'pictures')).toEqual(await frameHashes(file, 'pictures'));
  // An MP4 says how much of its first sound is not to be heard, which MPEG-TS has no place for.
  if (!file.endsWith('.mp4')) expect(await frameHashes(path, 'sound')).toEqual(await frameHashes(file, 'sound'));
}
