import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasAsked, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import {
  endPipeline,
  gstreamerHasAsked,
  gstreamerWasTold,
  playWithGstreamer,
  publishWithGstreamer,
} from '../support/gstreamer.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful, firstGap } from '../support/media-judge.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

describeWith(['ffmpeg', 'gstreamer'], 'GStreamer', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  it.concurrent('publishes with rtmp2sink, and ffmpeg plays every frame', async () => {
    const [url, folder] = [server.url('sink'), newFolder('played')];
    const [copy, recording] = [join(folder, 'published.flv'), join(folder, 'played.flv')];
    const player = playWithFfmpeg(url, recording);
    await hasAsked(player);
    const { code, stderr } = await publishWithGstreamer(url, copy, 4).ended;
    expect(code, stderr).toBe(0);
    await unpublishedFor(player);
    expectFaithful(await readTracks(copy), await readTracks(recording), 'from the start');
  });

  it.concurrent('plays with rtmp2src what ffmpeg publishes', async () => {
    const file = await testMedia('h264 and aac');
    const [url, recording] = [server.url('source'), join(newFolder('played'), 'played.flv')];
    const player = playWithGstreamer(url, recording);
    await gstreamerHasAsked(player);
    await publishWithFfmpeg(file, url).ended;
    await gstreamerWasTold(player, 'NetStream.Play.UnpublishNotify');
    await endPipeline(player);
    expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
  });

  it.concurrent('stays when the stream is unpublished, and gets the next one of the same name', async () => {
    const [first, second] = [await testMedia('h264 and aac'), await testMedia('another h264 and aac')];
    const [url, recording] = [server.url('again'), join(newFolder('played'), 'played.flv')];
    const player = playWithGstreamer(url, recording);
    await gstreamerHasAsked(player);
    await publishWithFfmpeg(first, url).ended;
    await gstreamerWasTold(player, 'NetStream.Play.UnpublishNotify');
    await publishWithFfmpeg(second, url).ended;
    await gstreamerWasTold(player, 'NetStream.Play.UnpublishNotify', 2);
    await endPipeline(player);

    const [one, two, played] = [await readTracks(first), await readTracks(second), await readTracks(recording)];
    for (const kind of ['audio', 'video'] as const) {
      const published = [...(one[kind]?.frames ?? []), ...(two[kind]?.frames ?? [])];
      expect(
        firstGap(published, played[kind]?.frames ?? []),
        `${kind}: first frame that is not the published one`,
      ).toBe(undefined);
    }
  });
});
