import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasAsked, hasMedia, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import type { Frame } from '../support/media-frames.js';
import { readTracks } from '../support/media-frames.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const KEY = 'application.streamManager.live';

/** How many of `frames`, from `from` on, are those of `round`, again and again. */
function repeats(frames: readonly Frame[], from: number, round: readonly Frame[]): number {
  let count = 0;
  while (frames[from + count]?.hash === round[count % round.length]?.hash) count++;
  return count;
}

describeWith(['ffmpeg'], 'a publisher that is killed, and a slate', () => {
  let server: ServerProcess;
  let slate: string;
  beforeAll(async () => {
    slate = await testMedia('another h264 and aac');
    server = await ServerProcess.start(['--set', `${KEY}.publishGrace=300ms`, '--set', `${KEY}.slate.file=${slate}`]);
  });
  afterAll(async () => {
    await server.stop();
  });

  it('a player is shown the slate until the second publication, and time goes on', async () => {
    const file = await testMedia('h264 and aac');
    const [url, recording] = [server.url('slate'), join(newFolder('played'), 'played.flv')];
    const player = playWithFfmpeg(url, recording);
    await hasAsked(player);
    const first = publishWithFfmpeg(file, url, { times: 10 });
    await hasMedia(player);
    await first.printed(/time=00:00:01/);
    first.kill('SIGKILL');
    await server.program.printed(/players are shown the slate/);
    // More than one round of three seconds.
    await player.printed(/time=00:00:0[6-9]/);
    await publishWithFfmpeg(file, url).ended;
    await unpublishedFor(player);

    const [published, shown, played] = await Promise.all([file, slate, recording].map(readTracks));
    const [frames, round] = [published!.video!.frames, shown!.video!.frames];
    const all = played!.video!.frames;
    const before = repeats(all, 0, frames);
    const during = repeats(all, before, round);
    const after = repeats(all, before + during, frames);
    expect(before).toBeGreaterThan(20);
    expect(during).toBeGreaterThan(round.length);
    expect(after).toBe(frames.length);
    expect(before + during + after).toBe(all.length);
    for (const kind of ['audio', 'video'] as const) {
      const track = played![kind]!.frames;
      expect(
        track.findIndex(({ dts }, i) => dts < (track[i - 1]?.dts ?? 0)),
        `first ${kind} frame whose time goes back`,
      ).toBe(-1);
      const gap = Math.max(...track.slice(1).map(({ dts }, i) => dts - track[i]!.dts));
      expect(gap, `longest gap of ${kind}`).toBeLessThan(2000);
    }
    expect(server.log().filter(({ level }) => level === 'warn' || level === 40)).toEqual([]);
  });
});
