import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { addressOf } from '../support/admin-client.js';
import { hasAsked, hasBegun, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { frameHashes } from '../support/frame-hashes.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { startNginxRtmp } from '../support/nginx-rtmp.js';
import { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const secret = (): string => {
  const file = join(newFolder('secret'), 'link.secret');
  writeFileSync(file, 'the secret of these servers\n');
  return file;
};

async function server(secretFile: string, ...options: readonly string[]): Promise<ServerProcess> {
  const started = await ServerProcess.start([...options, '--set', `link.secretFile=${secretFile}`]);
  onTestFinished(async () => void (await started.stop()));
  return started;
}

/** Everything that an edge has is on that other server. */
function edgeOf(target: string): string[] {
  const settings = ['proxy.mode=remote', `proxy.routeTable=${JSON.stringify([`*:*;${target}`])}`];
  return ['--apps', newFolder('none'), ...settings.flatMap((setting) => ['--set', `application.${setting}`])];
}

describeWith(['ffmpeg', 'nginx-rtmp', 'rtmpdump'], 'media at the edge', () => {
  it('is what the origin has, live and recorded, over links and from nginx', { timeout: 90_000 }, async () => {
    const file = await testMedia('h264 and aac');
    const tracks = await readTracks(file);
    const apps = newFolder('apps');
    mkdirSync(join(apps, 'live', 'media'), { recursive: true });
    copyFileSync(file, join(apps, 'live', 'media', 'film.flv'));
    const shared = secret();
    const [origin, { program: nginx, port: nginxPort }] = await Promise.all([
      server(shared, '--apps', apps),
      startNginxRtmp(`publish_notify on; } application vod { play ${join(apps, 'live', 'media')};`),
    ]);
    onTestFinished(() => nginx.kill('SIGTERM'));
    const [edge, plain] = await Promise.all([
      server(shared, ...edgeOf(`link://127.0.0.1:${origin.port}`)),
      server(shared, ...edgeOf(`rtmp://127.0.0.1:${nginxPort}`)),
    ]);
    // nginx as an edge of ours: it takes what is played there, and brings what is published there.
    const ours = `rtmp://127.0.0.1:${edge.port}/live`;
    const [outer, { program: relay, port: relayPort }] = await Promise.all([
      server(shared, ...edgeOf(`link://127.0.0.1:${edge.port}`)),
      startNginxRtmp(`pull ${ours}; } application up { live on; push ${ours};`),
    ]);
    onTestFinished(() => relay.kill('SIGTERM'));
    const folder = newFolder('played');
    const played = (name: string): string => join(folder, `${name}.flv`);

    // Published at one edge, played at the origin, at that edge, and over two; and the same by way of nginx.
    const places = { origin, edge, outer, plain };
    const players = Object.entries(places).map(([name, at]) => playWithFfmpeg(at.url('studio'), played(name)));
    const relayed = playWithFfmpeg(`rtmp://127.0.0.1:${relayPort}/live/studio`, played('relayed'));
    players.push(playWithFfmpeg(outer.url('pushed'), played('pushed')));
    // nginx knows one stream of a connection.
    players.push(playWithFfmpeg(plain.url('second'), played('second')));
    const dump = ['--debug', '--live', '--rtmp', outer.url('studio'), '--flv', played('dump')];
    const dumping = new Program('rtmpdump', dump, { timeout: 60_000 });
    await Promise.all([...[...players, relayed].map(hasAsked), dumping.printed(/Invoking play/)]);
    const addresses = [
      outer.url('studio'),
      plain.url('studio'),
      plain.url('second'),
      `rtmp://127.0.0.1:${relayPort}/up/pushed`,
    ];
    const publishers = addresses.map((url) => publishWithFfmpeg(file, url));
    // By the ways of the web it is the same stream.
    await Promise.all(publishers.map(hasBegun));
    const web = addressOf(outer, 'http');
    const byHttp = playWithFfmpeg(`${web}/live/studio.flv`, played('http'));
    const byHls = frameHashes(`${web}/live/studio/index.m3u8`, 'pictures');
    await Promise.all(publishers.map(({ ended }) => ended));
    await unpublishedFor(...players, byHttp, dumping);
    // It does not tell its players that a stream ends.
    relay.kill('SIGTERM');
    await relayed.ended;
    for (const name of [...Object.keys(places), 'dump']) {
      const there = await readTracks(played(name));
      expectFaithful(tracks, there, 'late');
      expect(there.video?.frames, name).toHaveLength(tracks.video?.frames.length ?? 0);
    }

    for (const name of ['http', 'second', 'pushed', 'relayed'])
      expectFaithful(tracks, await readTracks(played(name)), 'late');
    const pictures = await frameHashes(file, 'pictures');
    const viewed = await byHls;
    expect(viewed.length).toBeGreaterThan(0);
    expect(viewed).toEqual(pictures.slice(-viewed.length));

    // Recorded, from the cache of two edges, as a stream, in segments and as the file that it is; that of nginx, which is
    // spoken to by RTMP, from its beginning for everybody, and in segments.
    const recorded = [
      { name: 'film', url: outer.url('film'), list: `${web}/live/film/index.m3u8` },
      { name: 'vod', url: plain.url('film', 'vod'), list: `${addressOf(plain, 'http')}/vod/film/index.m3u8` },
    ];
    const films = recorded.map(({ name, url }) => playWithFfmpeg(url, played(name)));
    for (const { ended } of films) expect((await ended).code).toBe(0);
    for (const { name, list } of recorded) {
      expectFaithful(tracks, await readTracks(played(name)), 'from the start');
      expect(await frameHashes(list, 'pictures'), name).toEqual(pictures);
    }
    const whole = await fetch(`${web}/live/film.flv`);
    expect(Buffer.from(await whole.arrayBuffer()).equals(readFileSync(file))).toBe(true);
  });
});
