import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { flvMessages } from '../support/flv-reading.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { playInChromium } from '../support/chromium-video.js';
import { truns } from '../support/mp4-written-boxes.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';
import { laidOut } from '../support/mp4-laid-out.js';
import { expectSameMedia, expectSound } from '../support/mp4-judge.js';
import { mp4Messages } from '../support/mp4-messages.js';
import { recordMp4 } from '../support/mp4-recording.js';
import { newFolder } from '../support/run-folder.js';
import type { LaterMediaName, MediaName } from '../support/test-media.js';
import { laterTestMedia, testMedia } from '../support/test-media.js';

const flvNames: MediaName[] = ['h264 and aac', 'b-frames', 'h264 and mp3', 'audio only', 'video only', '60 fps'];
const mp4Names: LaterMediaName[] = [
  'hevc and aac',
  'hevc and opus',
  'av1 and opus',
  'vp9 and flac',
  'h264 and ac3',
  'h264 and eac3',
];

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

  it('cut off anywhere: what is laid out of it is sound, and has all whole fragments', async () => {
    const source = await testMedia('b-frames');
    const { bytes, fragments } = recordMp4(flvMessages(new Uint8Array(readFileSync(source))));
    const stream = await readTracks(source);
    const random = seededRandom(20);
    const least = fragments[0]!.length;
    for (let i = 0; i < 20; i++) {
      const cut = least + seededInteger(random, bytes.length - least);
      const path = join(folder, `cut-${cut}.mp4`);
      writeFileSync(path, (await laidOut([bytes.slice(0, cut)])).bytes);
      await expectSound(path);
      const played = await readTracks(path);
      let end = 0;
      const whole = fragments.filter(({ length }) => (end += length) <= cut);
      const kept = { video: 0, audio: 0 };
      for (const fragment of whole) {
        for (const { track, samples } of truns(fragment)) kept[track === 1 ? 'video' : 'audio'] += samples.length;
      }
      expectSameMedia(stream, played, (kind) => stream[kind]!.frames.length - kept[kind]);
    }
  });

  it('appended: both recordings are in one file, with their time going on', async () => {
    const source = await testMedia('b-frames');
    const recorded = recordMp4(flvMessages(new Uint8Array(readFileSync(source)))).bytes;
    const { bytes } = await laidOut([(await laidOut([recorded])).bytes, recorded], 500);
    const path = join(folder, 'appended.mp4');
    writeFileSync(path, bytes);
    await expectSound(path);
    const [once, twice] = [await readTracks(source), await readTracks(path)];
    for (const kind of ['video', 'audio'] as const) {
      const [expected, played] = [once[kind]!.frames, twice[kind]!.frames];
      expect(played.map(({ hash }) => hash)).toEqual([...expected, ...expected].map(({ hash }) => hash));
      expect(played.findIndex(({ dts }, i) => dts <= (played[i - 1]?.dts ?? -Infinity))).toBe(-1);
    }
    const { frames } = twice.video!;
    const sound = twice.audio!.frames;
    const half = frames.length / 2;
    // Sound begins 23 ms before the pictures and ends 17 ms after them; half a second later the second recording begins.
    expect(frames[half]!.dts - frames[half - 1]!.dts).toBeCloseTo(40 + 17 + 500 + 23, -1);
    expect(frames[half]!.dts - frames[0]!.dts).toBeCloseTo(sound[sound.length / 2]!.dts - sound[0]!.dts, -1);
  });
});

describeWith(['ffmpeg', 'chromium'], 'MP4 in a browser', () => {
  it.each(['fragmented', 'ordinary'] as const)('%s: it plays to its end', async (form) => {
    const { bytes } = recordMp4(flvMessages(new Uint8Array(readFileSync(await testMedia('b-frames')))));
    const file = form === 'fragmented' ? bytes : (await laidOut([bytes])).bytes;
    const played = await playInChromium(file);
    expect(played).toMatchObject({ event: 'ended', width: 320, height: 180 });
    expect(played.time).toBeGreaterThan(3.9);
    expect(played.frames).toBeGreaterThan(90);
  });
});
