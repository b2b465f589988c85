import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasAsked, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithfulRepeats } from '../support/media-judge.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const MEBIBYTE = 1024 * 1024;
/** What a server may hold: its cap per player, the batches in flight, and garbage that is not yet collected. */
const ALLOWED_GROWTH = 100 * MEBIBYTE;
/** The cap of 10 MB per player, and what the system's socket buffers on both sides take in. */
const ALLOWED_BACKLOG = 30 * MEBIBYTE;
const TIMES = 10;

describeWith(['ffmpeg'], 'a player that stops reading', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('costs the server no memory and its neighbour no frame', async () => {
    const file = await testMedia('heavy video');
    expect(statSync(file).size * TIMES, 'enough media to tell a bounded queue').toBeGreaterThan(2 * ALLOWED_GROWTH);
    const [url, recording] = [server.url('heavy'), join(newFolder('played'), 'played.flv')];
    const healthy = playWithFfmpeg(url, recording);
    await hasAsked(healthy);
    const stalled = await RtmpTestClient.enter(server.port);
    stalled.command('createStream', 2);
    await stalled.answered('_result', 2);
    stalled.command('play', 0, ['heavy'], 1);
    await stalled.notified('NetStream.Play.Start');
    const before = await server.residentBytes();

    const publisher = publishWithFfmpeg(file, url, { times: TIMES, rate: 3 });
    await stalled.mediaArrived(5);
    stalled.stopReading();
    const memory = peakOf(() => server.residentBytes());
    await publisher.ended;
    await unpublishedFor(healthy);
    const peak = await memory.stop();

    const published = await readTracks(file);
    expectFaithfulRepeats(published, TIMES, await readTracks(recording));
    expect(peak - before).toBeLessThan(ALLOWED_GROWTH);

    // What it gets once it reads again shows what was kept for it.
    stalled.readAgain();
    stalled.command('deleteStream', 0, [1]);
    stalled.command('createStream', 9);
    await stalled.answered('_result', 9).catch(() => stalled.closed);
    expect(stalled.receivedBytes).toBeLessThan(ALLOWED_BACKLOG);
    stalled.destroy();
  });
});

/** Measures again and again, ten times a second, until it is stopped; `stop` answers the highest value. */
function peakOf(measure: () => Promise<number>): { stop: () => Promise<number> } {
  let peak = 0;
  const look = async (): Promise<void> => {
    peak = Math.max(peak, await measure());
  };
  const timer = setInterval(() => void look(), 100);
  return {
    stop: async () => {
      clearInterval(timer);
      await look();
      return peak;
    },
  };
}
