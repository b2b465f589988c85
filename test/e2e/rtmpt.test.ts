import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import type { Tracks } from '../support/media-frames.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

describeWith(['ffmpeg', 'rtmpdump'], 'RTMPT', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  const tunnel = (name: string): string => server.url(name).replace('rtmp:', 'rtmpt:');
  const played = (name: string): string => join(newFolder('played'), `${name}.flv`);
  const play = (url: string, file: string): Program =>
    new Program('rtmpdump', ['--debug', '--live', '--rtmp', url, '--flv', file], { timeout: 60_000 });
  const post = (path: string, body = '\0', method = 'POST'): Promise<Response> => {
    const headers = { 'content-type': 'application/x-fcs' };
    return fetch(`http://127.0.0.1:${server.port}${path}`, { method, ...(method === 'POST' ? { body, headers } : {}) });
  };

  it('carries a stream to rtmpdump, with every frame, to its end', async () => {
    const file = await testMedia('h264 and aac');
    const recording = played('dump');
    const player = play(tunnel('dump'), recording);
    await player.printed(/Invoking play/);
    await publishWithFfmpeg(file, server.url('dump')).ended;
    await player.endsWithin(5_000);
    expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
  });

  it('carries a stream from ffmpeg, with every frame that it sends', async () => {
    const file = await testMedia('h264 and aac');
    const recording = played('published');
    const player = new Program('rtmpdump', ['--debug', '--live', '--rtmp', server.url('up'), '--flv', recording], {
      timeout: 60_000,
    });
    await player.printed(/Invoking play/);
    await publishWithFfmpeg(file, tunnel('up')).ended;
    await player.endsWithin(5_000);
    const arrived = await readTracks(recording);
    // What ffmpeg has not sent when it closes it throws away (rtmphttp.c, rtmp_http_close): a quarter of a second at most.
    expectFaithful(upTo(await readTracks(file), arrived, 12), arrived, 'from the start');
  });

  it('is refused to who does not keep to it', async () => {
    const opened = await post('/open/1');
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'application/x-fcs']);
    const id = await opened.text();
    expect(id).toMatch(/^[0-9a-f]{32}\n$/);
    const session = id.trim();
    const statuses: [path: string, method: string, status: number][] = [
      [`/idle/${'0'.repeat(32)}/0`, 'POST', 404],
      ['/idle/__proto__/0', 'POST', 404],
      [`/idle/${session}/x`, 'POST', 400],
      [`/idle/${session}/0`, 'GET', 405],
      [`/send/${session}/999`, 'POST', 409],
      ['/fcs/ident2', 'POST', 404],
      [`/close/${session}/0`, 'POST', 200],
      [`/idle/${session}/1`, 'POST', 404],
    ];
    for (const [path, method, status] of statuses)
      expect([path, (await post(path, '\0', method)).status]).toEqual([path, status]);
  });

  it.each([
    { what: 'that says it is 2 GB', headers: 'Content-Length: 2147483648', body: '', status: 413 },
    { what: 'of unsaid length', headers: 'X-Any: 1', body: '', status: 411 },
    {
      what: 'that never ends',
      headers: 'Transfer-Encoding: chunked',
      body: `100000\r\n${'x'.repeat(0x100000)}\r\n`.repeat(3),
      status: 413,
    },
  ])('takes no body $what', async ({ headers, body, status }) => {
    const session = (await (await post('/open/1')).text()).trim();
    const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
    let answer = '';
    socket.on('data', (text: string) => (answer += text)).on('error', () => undefined);
    socket.write(`POST /send/${session}/0 HTTP/1.1\r\nHost: any\r\n${headers}\r\n\r\n${body}`);
    await once(socket, 'close');
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});

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
