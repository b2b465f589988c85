import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hasAsked, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { freePort } from '../support/free-port.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { startNginxRtmp } from '../support/nginx-rtmp.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const KEY = 'key-of-the-service';

async function server(...options: readonly string[]): Promise<ServerProcess> {
  const started = await ServerProcess.start(options);
  onTestFinished(async () => void (await started.stop()));
  return started;
}

/** What a server is told of the streams that it sends on and takes. */
function restream(settings: object): string[] {
  return ['--set', `application.restream=${JSON.stringify(settings)}`];
}

describeWith(['ffmpeg', 'nginx-rtmp', 'openssl'], 'live streams that are sent on and taken', () => {
  it('are the same everywhere, and a server that is not there disturbs nobody', { timeout: 120_000 }, async () => {
    const out = join(newFolder('tls'), 'localhost');
    expect((await afterglow(['tls', 'self-signed', '--names', 'localhost', '--out', out], out).ended).code).toBe(0);
    const [certFile, keyFile] = [join(out, 'cert.pem'), join(out, 'key.pem')];
    const [service, { program: nginx, port: nginxPort }, nowhere] = await Promise.all([
      server('--set', `adaptor.tls.certificates=${JSON.stringify([{ certFile, keyFile }])}`),
      startNginxRtmp('publish_notify on;'),
      freePort(),
    ]);
    onTestFinished(() => nginx.kill('SIGTERM'));
    const stream = 'studio';
    const near = await server(
      ...restream({
        targets: [
          { stream, url: `rtmps://localhost:${service.port}/live`, name: KEY },
          { stream, url: `rtmp://127.0.0.1:${nginxPort}/live`, name: KEY },
          { stream, url: `rtmp://127.0.0.1:${nowhere}/live`, name: KEY },
        ],
        caFile: certFile,
      }),
    );
    const taking = await server(
      ...restream({ sources: [{ stream: '*', url: `rtmp://127.0.0.1:${near.port}/live`, onDemand: true }] }),
    );
    const folder = newFolder('played');
    const places = {
      service: service.url(KEY),
      nginx: `rtmp://127.0.0.1:${nginxPort}/live/${KEY}`,
      taking: taking.url(stream),
    };
    const players = Object.entries(places).map(([name, url]) => playWithFfmpeg(url, join(folder, `${name}.flv`)));
    await Promise.all(players.map(hasAsked));
    const file = await testMedia('h264 and aac');
    await publishWithFfmpeg(file, near.url(stream)).ended;
    await unpublishedFor(...players);
    const tracks = await readTracks(file);
    for (const name of Object.keys(places)) {
      const played = await readTracks(join(folder, `${name}.flv`));
      // A target joins a stream that has begun: from its key frame on, which comes after the first sound.
      expectFaithful(tracks, played, 'late');
      expect(played.video?.frames).toHaveLength(tracks.video?.frames.length ?? 0);
    }
    const log = near.program.stdout + near.program.stderr;
    expect(log).toContain('a target takes nothing; it is tried again');
    expect(log).not.toContain(KEY);
  });
});
