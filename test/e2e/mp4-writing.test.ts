import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { flvMessages } from '../support/flv-reading.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { laidOut } from '../support/mp4-laid-out.js';
import { expectSameMedia, expectSound } from '../support/mp4-judge.js';
import { mp4Messages } from '../support/mp4-messages.js';
import { recordMp4 } from '../support/mp4-recording.js';
import { newFolder } from '../support/run-folder.js';
import type { LaterMediaName, MediaName } from '../support/test-media.js';
import { laterTestMedia, testMedia } from '../support/test-media.js';

const flvNames: MediaName[] = ['h264 and aac', 'b-frames', 'h264 and mp3', 'audio only', 'video only', '60 fps'];
const mp4Names: LaterMediaName[] = ['hevc and aac', 'hevc and opus', 'av1 and opus'];

describeWith(['ffmpeg'], 'MP4 as ffmpeg reads it, in fragments and laid out', () => {
  const folder = newFolder('mp4-writing');

  async function expectRecorded(name: string, source: string, bytes: Uint8Array): Promise<void> {
    const { layout, bytes: progressive } = await laidOut([bytes]);
    expect({ size: layout.size, cutOff: layout.cutOff }).toEqual({ size: progressive.length, cutOff: 0 });
    const stream = await readTracks(source);
    for (const [form, file] of [
      ['fragmented', bytes],
      ['progressive', progressive],
    ] as const) {
      const path = join(folder, `${name.replaceAll(' ', '-')}.${form}.mp4`);
      writeFileSync(path, file);
      await expectSound(path);
      expectSameMedia(stream, await readTracks(path));
    }
  }

  it.each(flvNames)('%s', async (name) => {
    const source = await testMedia(name);
    const { bytes, verdicts, fragments } = recordMp4(flvMessages(new Uint8Array(readFileSync(source))));
    expect(verdicts).toEqual([]);
    expect(fragments.length).toBeGreaterThan(1);
    await expectRecorded(name, source, bytes);
  });

  it.each(mp4Names)('%s', async (name) => {
    const source = await laterTestMedia(name);
    const { bytes, verdicts } = recordMp4(await mp4Messages(source));
    expect(verdicts).toEqual([]);
    await expectRecorded(name, source, bytes);
  });
});
