import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeWith } from '../support/foreign-clients.js';
import { endPipeline, gstreamerWasTold, playWithGstreamer } from '../support/gstreamer.js';
import type { Frame, Tracks } from '../support/media-frames.js';
import { readTracks } from '../support/media-frames.js';
import { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import type { VodMedia } from '../support/vod-media.js';
import { makeVodMedia, vodFiles } from '../support/vod-media.js';

/** What rtmpdump ends with: all is there, or all but the last thousandth of the duration that onMetaData says. */
const COMPLETE = [0, 2];

describeWith(['ffmpeg', 'rtmpdump', 'gstreamer'], 'recorded media', () => {
  let server: ServerProcess;
  let media: VodMedia;

  beforeAll(async () => {
    media = await makeVodMedia();
    server = await ServerProcess.start(['--apps', media.apps]);
  }, 100_000);
  afterAll(async () => {
    await server.stop();
  });

  const own = (file: string): Promise<Tracks> => readTracks(join(media.folder, file));

  /** Runs rtmpdump, which asks for a buffer of ten hours, to its end. */
  async function dump(name: string, target: string, ...more: string[]): Promise<string> {
    const address = `rtmp://127.0.0.1:${server.port}/vod`;
    const args = ['--rtmp', address, '--playpath', name, '--flv', target, ...more];
    const { code, stderr } = await new Program('rtmpdump', args, { timeout: 30_000 }).ended;
    expect(COMPLETE, stderr).toContain(code);
    return stderr;
  }

  describe.each(vodFiles)('$name', ({ name, file }) => {
    it('is whole in the file that rtmpdump writes', async () => {
      const target = join(newFolder('played'), 'whole.flv');
      const start = performance.now();
      await dump(name, target);
      expect(performance.now() - start, 'milliseconds for four seconds of media').toBeLessThan(3000);
      expectWhole(await own(file), await readTracks(target));
    });

    it('is whole when rtmpdump goes on where it was stopped', async () => {
      const target = join(newFolder('played'), 'resumed.flv');
      await dump(name, target, '--stop', '3');
      const stopped = await readTracks(target);
      expectPart(await own(file), stopped, [0, 3000]);
      await dump(name, target, '--resume');
      expectWhole(await own(file), await readTracks(target));
    });

    it('is played by rtmpdump from a place in the middle', async () => {
      const target = join(newFolder('played'), 'part.flv');
      await dump(name, target, '--start', '1');
      expectPart(await own(file), await readTracks(target), [1000, Infinity]);
      await dump(name, target, '--start', '1', '--stop', '3');
      expectPart(await own(file), await readTracks(target), [1000, 3000]);
    });

    it('is whole in the file that GStreamer writes', async () => {
      const target = join(newFolder('played'), 'gstreamer.flv');
      const player = playWithGstreamer(server.url(name, 'vod'), target);
      await gstreamerWasTold(player, 'NetStream.Play.Stop');
      // It was told, and may still have the last frames in hand.
      await vi.waitFor(async () => expectWhole(await own(file), await readTracks(target)), { timeout: 5_000 });
      await endPipeline(player);
    });
  });
});

/** Expects every frame of the file, at its own time to the millisecond. */
function expectWhole(file: Tracks, played: Tracks): void {
  expect(Object.keys(played).sort()).toEqual(Object.keys(file).sort());
  for (const kind of ['audio', 'video'] as const) {
    const [from, to] = [file[kind], played[kind]];
    if (from === undefined || to === undefined) continue;
    expect(to.codec).toBe(from.codec);
    const frames = to.frames;
    expect(frames.map(({ hash }) => hash)).toEqual(from.frames.map(({ hash }) => hash));
    expectTimes(from.frames, frames);
  }
  expect(Math.abs(skew(played) - skew(file)), 'milliseconds between sound and picture').toBeLessThan(2);
}

/** Expects the frames that are shown in a stretch of time, with those that are needed before them, and no others. */
function expectPart(file: Tracks, played: Tracks, [from, to]: readonly [number, number]): void {
  const origin = Math.min(file.audio?.frames[0]?.dts ?? Infinity, file.video?.frames[0]?.dts ?? Infinity);
  for (const kind of ['audio', 'video'] as const) {
    const all = file[kind]?.frames ?? [];
    const hashes = new Set((played[kind]?.frames ?? []).map(({ hash }) => hash));
    const wanted = all.filter(({ dts }) => dts - origin > from + 1 && dts - origin < to - 1);
    expect(
      wanted.filter(({ hash }) => !hashes.has(hash)),
      `${kind}: frames that are missing`,
    ).toEqual([]);
    const unwanted = all.filter(({ dts }) => dts - origin > to + 1);
    expect(
      unwanted.filter(({ hash }) => hashes.has(hash)),
      `${kind}: frames beyond the end`,
    ).toEqual([]);
    expectMonotonic(played[kind]?.frames ?? []);
  }
}

function expectTimes(file: readonly Frame[], played: readonly Frame[]): void {
  expectMonotonic(played);
  const late = played.findIndex((frame, i) => {
    const wanted = file[i]!.dts - file[0]!.dts;
    const composition = Math.abs(frame.composition - file[i]!.composition);
    return Math.abs(frame.dts - played[0]!.dts - wanted) > 1 || composition > 1;
  });
  expect(late, 'first frame that is not at its time').toBe(-1);
}

function expectMonotonic(frames: readonly Frame[]): void {
  const backwards = frames.findIndex((frame, i) => frame.dts < (frames[i - 1]?.dts ?? 0));
  expect(backwards, 'first frame whose time goes back').toBe(-1);
}

function skew({ audio, video }: Tracks): number {
  const [sound, picture] = [audio?.frames[0], video?.frames[0]];
  return sound === undefined || picture === undefined ? 0 : picture.dts + picture.composition - sound.dts;
}
