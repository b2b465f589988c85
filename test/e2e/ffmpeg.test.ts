import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasAsked, hasBegun, hasMedia, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';
import type { MediaName } from '../support/test-media.js';

describeWith(['ffmpeg'], 'ffmpeg publishes and ffmpeg plays', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  // Each has streams of its own, and waits for most of its time.
  describe.concurrent('at the pace of their timestamps', () => {
    const kinds: MediaName[] = [
      'h264 and aac',
      'h264 and mp3',
      'audio only',
      'video only',
      '1080p with a key frame every 10 s',
      '60 fps',
      'b-frames',
      'sorenson h263 and mp3',
    ];
    it.each(kinds)('%s: who waits for the stream gets all of it', async (kind) => {
      const file = await testMedia(kind);
      const [url, recording] = [server.url(kind.replaceAll(' ', '-')), join(newFolder('played'), 'played.flv')];
      const player = playWithFfmpeg(url, recording);
      await hasAsked(player);
      await publishWithFfmpeg(file, url).ended;
      await unpublishedFor(player);
      expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
    });

    it('timestamps that grow out of 24 bits on the way keep their distances', async () => {
      const file = await testMedia('h264 and aac');
      const [url, recording] = [server.url('extended'), join(newFolder('played'), 'played.flv')];
      const player = playWithFfmpeg(url, recording);
      await hasAsked(player);
      const twoSecondsBefore = (0xffffff - 2000) / 1000;
      await publishWithFfmpeg(file, url, { offset: twoSecondsBefore }).ended;
      await unpublishedFor(player);
      expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
    });

    it('who comes late starts with a key frame and misses nothing from there', async () => {
      const file = await testMedia('h264 and aac');
      const [url, recording] = [server.url('late'), join(newFolder('played'), 'played.flv')];
      const publisher = publishWithFfmpeg(file, url);
      await hasBegun(publisher);
      await publisher.printed(/time=00:00:01/);
      const player = playWithFfmpeg(url, recording);
      await publisher.ended;
      await unpublishedFor(player);
      expectFaithful(await readTracks(file), await readTracks(recording), 'late');
    });

    it('five players of one stream get the same', async () => {
      const file = await testMedia('h264 and aac');
      const [url, folder] = [server.url('five-players'), newFolder('played')];
      const recordings = [1, 2, 3, 4, 5].map((number) => join(folder, `${number}.flv`));
      const players = recordings.map((recording) => playWithFfmpeg(url, recording));
      await Promise.all(players.map(hasAsked));
      await publishWithFfmpeg(file, url).ended;
      await unpublishedFor(...players);
      const published = await readTracks(file);
      for (const recording of recordings) expectFaithful(published, await readTracks(recording), 'from the start');
    });

    it('five publishers do not disturb each other', async () => {
      const kinds: MediaName[] = ['h264 and aac', 'h264 and mp3', 'audio only', 'video only', '60 fps'];
      const folder = newFolder('played');
      const streams = await Promise.all(
        kinds.map(async (kind, index) => ({
          file: await testMedia(kind),
          url: server.url(`five-publishers-${index}`),
          recording: join(folder, `${index}.flv`),
        })),
      );
      const players = streams.map(({ url, recording }) => playWithFfmpeg(url, recording));
      await Promise.all(players.map(hasAsked));
      await Promise.all(streams.map(({ file, url }) => publishWithFfmpeg(file, url).ended));
      await unpublishedFor(...players);
      for (const { file, recording } of streams) {
        expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
      }
    });

    it('a stream of one instance is unknown in another', async () => {
      const file = await testMedia('h264 and aac');
      const folder = newFolder('played');
      const same = playWithFfmpeg(server.url('name', 'live/room1'), join(folder, 'same.flv'));
      const other = playWithFfmpeg(server.url('name', 'live/room2'), join(folder, 'other.flv'));
      await Promise.all([hasAsked(same), hasAsked(other)]);
      await publishWithFfmpeg(file, server.url('name', 'live/room1')).ended;
      await unpublishedFor(same);
      expectFaithful(await readTracks(file), await readTracks(join(folder, 'same.flv')), 'from the start');
      expect(other.stderr).not.toMatch(/Output #0/);
      other.kill('SIGKILL');
      await other.ended;
    });

    it('a name that is being published refuses a second publisher, and the first goes on', async () => {
      const file = await testMedia('h264 and aac');
      const [url, recording] = [server.url('taken'), join(newFolder('played'), 'played.flv')];
      const player = playWithFfmpeg(url, recording);
      await hasAsked(player);
      const first = publishWithFfmpeg(file, url);
      await hasMedia(player);
      const second = await publishWithFfmpeg(file, url).ended;
      expect(second.code).not.toBe(0);
      await first.ended;
      await unpublishedFor(player);
      expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
    });

    it('an application that does not exist refuses the connection, and ffmpeg says so', async () => {
      const file = await testMedia('audio only');
      const { code, stderr } = await publishWithFfmpeg(file, server.url('name', 'nowhere')).ended;
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/Server error: .*nowhere/);
    });
  });
});
