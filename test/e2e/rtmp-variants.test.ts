import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { FlvParser } from '../../src/flv/flv-parser.js';
import { hasAsked, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { publishWithLibrtmp } from '../support/gstreamer.js';
import type { Tracks } from '../support/media-frames.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

describeWith(['ffmpeg', 'rtmpdump', 'librtmp'], 'RTMP in its variants', () => {
  let server: ServerProcess;
  let file: string;

  beforeAll(async () => {
    const folder = newFolder('tls');
    await afterglow(['tls', 'self-signed', '--names', 'localhost', '--out', folder], folder).ended;
    const certificate = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
    server = await ServerProcess.start([
      ...['--set', `adaptor.tls.certificates=${JSON.stringify([certificate])}`],
      ...['--set', 'adaptor.httpTunneling.reconnectTimeout=1s'],
    ]);
    file = await testMedia('h264 and aac');
  });
  afterAll(async () => {
    await server.stop();
  });

  const address = (scheme: string, name: string): string => server.url(name).replace(/^rtmp/, scheme);

  async function byLibrtmp(scheme: string): Promise<void> {
    const url = address(scheme, `${scheme}-by-librtmp`);
    const recording = join(newFolder('played'), 'played.flv');
    const player = new Program('rtmpdump', ['--verbose', '--live', '--rtmp', url, '--flv', recording], {
      timeout: 60_000,
    });
    await player.printed(/Invoking play/);
    const publisher = publishWithLibrtmp(file, url);
    const published = await readTracks(file);
    await server.program.printed(new RegExp(`"stream":"${scheme}-by-librtmp"[^\\n]*"publishing"`));
    await hasCome(`http://127.0.0.1:${server.port}/live/${scheme}-by-librtmp.flv`, endOf(published));
    publisher.kill('SIGINT');
    await player.endsWithin(10_000);
    expectFaithful(published, await readTracks(recording), 'from the start');
  }

  async function byFfmpeg(scheme: string): Promise<void> {
    const url = address(scheme, `${scheme}-by-ffmpeg`);
    const recording = join(newFolder('played'), 'played.flv');
    const player = playWithFfmpeg(url, recording);
    await hasAsked(player);
    await publishWithFfmpeg(file, url).ended;
    await unpublishedFor(player);
    const arrived = await readTracks(recording);
    // Through HTTP, ffmpeg throws away what it has not sent when it closes (rtmphttp.c, rtmp_http_close): a quarter of a
    // second at most.
    const most = scheme.startsWith('rtmpt') ? 12 : 0;
    expectFaithful(upTo(await readTracks(file), arrived, most), arrived, 'from the start');
  }

  // The ffmpeg of Debian is built without the cryptography of RTMPE.
  it.concurrent.each([
    { scheme: 'rtmps', ways: [byLibrtmp, byFfmpeg] },
    { scheme: 'rtmpt', ways: [byLibrtmp, byFfmpeg] },
    { scheme: 'rtmpts', ways: [byLibrtmp, byFfmpeg] },
    { scheme: 'rtmpe', ways: [byLibrtmp] },
    { scheme: 'rtmpte', ways: [byLibrtmp] },
  ])('$scheme: what librtmp and ffmpeg publish, rtmpdump and ffmpeg play', async ({ scheme, ways }) => {
    await Promise.all(ways.map((way) => way(scheme)));
  });
});

/** Resolves when a live stream has come to this time, in milliseconds. */
async function hasCome(url: string, time: number): Promise<void> {
  const parser = new FlvParser();
  const { body } = await fetch(url);
  for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
    parser.receive(bytes);
    for (let tag = parser.read(); tag !== undefined; tag = parser.read()) if (tag.timestamp >= time) return;
  }
}

/** The time of the last frame, in milliseconds. */
function endOf({ audio, video }: Tracks): number {
  return Math.max(...[audio, video].map((track) => track?.frames.at(-1)?.dts ?? 0));
}

/** As many frames of `tracks` as `arrived` has, or `most` less than there are. */
function upTo(tracks: Tracks, arrived: Tracks, most: number): Tracks {
  const shortened = (kind: 'audio' | 'video'): Partial<Tracks> => {
    const track = tracks[kind];
    if (track === undefined) return {};
    const count = Math.max(track.frames.length - most, arrived[kind]?.frames.length ?? 0);
    return { [kind]: { ...track, frames: track.frames.slice(0, count) } };
  };
  return { ...shortened('audio'), ...shortened('video') };
}
