import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithLibav, playWithLibav, publishWithLibav, tracksOf } from '../support/libav.js';
import { expectFaithful } from '../support/media-judge.js';
import type { Tracks } from '../support/media-frames.js';
import { ServerProcess } from '../support/server-process.js';
import { laterTestMedia } from '../support/test-media.js';
import type { LaterMediaName } from '../support/test-media.js';

describeWithLibav('libav 8 publishes and plays Enhanced RTMP', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  /** Publishes files while a player waits for the stream. */
  async function through(name: string, files: readonly string[]): Promise<{ published: Tracks; played: Tracks }> {
    const url = server.url(name);
    const player = playWithLibav(url);
    await server.program.printed(new RegExp(`"stream":"${name}".*"msg":"playing"`));
    const publisher = await publishWithLibav(files, url).ended;
    expect(publisher).toMatchObject({ code: 0, timedOut: false });
    return { published: tracksOf(publisher), played: tracksOf(await player.endsWithin(15_000)) };
  }

  const kinds: LaterMediaName[] = ['hevc and aac', 'hevc and opus', 'av1 and opus'];
  it.each(kinds)('%s: packets, times and key frames are those that were published', async (kind) => {
    const { published, played } = await through(kind.replaceAll(' ', '-'), [await laterTestMedia(kind)]);
    expect(
      Object.values(published)
        .map(({ codec }: { codec: string }) => codec)
        .sort(),
    ).toEqual(kind.split(' and ').sort());
    expectFaithful(published, played, 'from the start');
  });

  it('two tracks of each kind: libav does not say that it knows tracks, and gets the first', async () => {
    const files = [await laterTestMedia('hevc and aac'), await laterTestMedia('av1 and opus')];
    const { published, played } = await through('two-tracks', files);
    expect([played.video?.codec, played.audio?.codec]).toEqual(['hevc', 'aac']);
    expectFaithful(published, played, 'from the start');
  });
});
