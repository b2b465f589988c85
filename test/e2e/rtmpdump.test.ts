import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

describeWith(['ffmpeg', 'rtmpdump'], 'rtmpdump plays a live stream', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  const play = (url: string, file: string): Program =>
    new Program('rtmpdump', ['--debug', '--live', '--rtmp', url, '--flv', file], { timeout: 60_000 });

  it('after a digest handshake, with every frame, to its end', async () => {
    const file = await testMedia('h264 and aac');
    const [url, recording] = [server.url('dump'), join(newFolder('played'), 'played.flv')];
    const player = play(url, recording);
    await player.printed(/Invoking play/);
    await publishWithFfmpeg(file, url).ended;
    const { stderr } = await player.endsWithin(5_000);
    // librtmp says so when a server's digest is wrong, and goes on as if nothing was.
    expect(stderr).not.toMatch(/Couldn't verify|does not match/i);
    expect(stderr).toMatch(/HandShake: Handshaking finished/);
    expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
  });

  it('is told why an application that does not exist has no stream for it', async () => {
    const player = play(server.url('name', 'nowhere'), join(newFolder('played'), 'played.flv'));
    const { stderr } = await player.endsWithin(20_000);
    expect(stderr).toMatch(/NetConnection\.Connect\.Rejected/);
  });
});
