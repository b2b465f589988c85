import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf } from '../support/admin-client.js';
import { playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';
import { bridgeInto } from '../support/web-socket-bridge.js';
import { endOf, receiveFile, sendFile } from '../support/web-socket-file.js';

const PAGE = 'https://pages.example';
const OTHER_PAGE = 'https://pages.example.evil';

describeWith(['ffmpeg'], 'live streams over HTTP and WebSocket', () => {
  let server: ServerProcess;
  let http: string;
  let webSocket: string;
  /** What must be shown to publish. */
  let key: string;
  let file: string;

  beforeAll(async () => {
    const origins = ['cors', 'webSocket'].map((section) => `server.http.${section}.origins=[${PAGE}]`);
    const options = [...origins, 'application.publish.exempt=[]', 'server.http.flv.publisherWait=1s'];
    server = await ServerProcess.start(options.flatMap((option) => ['--set', option]));
    http = addressOf(server, 'http');
    webSocket = http.replace('http', 'ws');
    key = `key=${(await afterglow(['key', 'add', '--name', 'studio', '--quiet'], server.data).ended).stdout.trim()}`;
    await server.program.printed(/keys taken over/);
    file = await testMedia('h264 and aac');
  });
  afterAll(async () => {
    await server.stop();
  });

  /** Resolves when a player of that stream has been let in. */
  async function playing(stream: string): Promise<void> {
    await server.program.printed(
      new RegExp(`(?:"stream":"${stream}"[^\\n]*"playing"|"playing"[^\\n]*"stream":"${stream}")`),
    );
  }

  it('what is published by RTMP is played by FLV over HTTP and over WebSocket', async () => {
    const folder = newFolder('flv');
    const [byHttp, byWebSocket] = [join(folder, 'http.flv'), join(folder, 'ws.flv')];
    const publisher = publishWithFfmpeg(file, `${server.url('both')}?${key}`);
    await publisher.printed(/Output #0, flv/);
    const player = playWithFfmpeg(`${http}/live/both.flv`, byHttp);
    const received = receiveFile(`${webSocket}/live/_definst_/both.flv`, byWebSocket);
    await publisher.ended;
    await unpublishedFor(player);
    await received;
    const published = await readTracks(file);
    expectFaithful(published, await readTracks(byHttp), 'late');
    expectFaithful(published, await readTracks(byWebSocket), 'late');
  });

  it('what is published by FLV over HTTP is played from its first frame by who waited for it', async () => {
    const recording = join(newFolder('flv'), 'posted.flv');
    const received = receiveFile(`${webSocket}/live/posted.flv`, recording);
    await playing('posted');
    const publisher = post(`${http}/live/posted.flv?${key}`, file);
    expect((await publisher.ended).code).toBe(0);
    await received;
    expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
  });

  it('what is published by FLV over WebSocket is played by RTMP over WebSocket', async () => {
    const recording = join(newFolder('flv'), 'sent.flv');
    const port = await bridgeInto(`${webSocket}/rtmp`);
    const player = playWithFfmpeg(`rtmp://127.0.0.1:${port}/live/sent`, recording);
    // The server says so when it lets it play.
    await player.printed(/New incoming chunk size/);
    await sendFile(`${webSocket}/live/sent.flv?publish&${key}`, file);
    await unpublishedFor(player);
    expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
    const connected = server.log().filter(({ msg }) => msg === 'client connected');
    const protocols = new Set(connected.map(({ protocol }) => protocol));
    expect([...protocols].sort()).toEqual(['http-flv', 'rtmp', 'rtmp-ws', 'ws-flv']);
  });

  it('over HTTP, who may not is told why', async () => {
    const ask = async (path: string, request: RequestInit = {}): Promise<string> => {
      const response = await fetch(`${http}${path}`, request);
      return `${response.status} ${(await response.text()).trim()}`;
    };
    const from = (origin: string): RequestInit => ({ headers: { origin } });
    expect(await ask('/live/x.flv', { method: 'POST', body: 'FLV' })).toBe('403 A valid stream key is needed.');
    expect(await ask('/nowhere/x.flv')).toMatch(/^404 .*Application \(nowhere\) is not defined/);
    expect(await ask('/nowhere/x.flv', { method: 'HEAD' })).toBe('404 ');
    expect(await ask('/live/x.flv', { method: 'HEAD' })).toBe('200 ');
    expect(await ask('/live/nobody.flv')).toBe('404 Nobody publishes nobody at present.');
    expect(await ask('/live/a%3Ab/x.flv')).toMatch(/^400 The address names no stream/);
    expect(await ask(`/live/x.flv?${key}`, { method: 'POST', body: 'no FLV'.repeat(20_000) })).toMatch(/^400 .*no FLV/);
    expect(await ask(`/live/x.flv?${key}`, { method: 'POST', body: 'no FLV' })).toMatch(/^400 .*no FLV/);
    expect(await ask('/live/x.flv', from(OTHER_PAGE))).toMatch(/^403 .*http\.cors\.origins/);
    const preflight = await fetch(`${http}/live/x.flv`, { method: 'OPTIONS', ...from(PAGE) });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, PAGE]);
  });

  it.each([
    ['a page of another origin', '/rtmp', OTHER_PAGE, 403],
    ['a page without an origin', '/rtmp', 'null', 403],
    ['an address without WebSockets', '/elsewhere', undefined, 404],
    ['an unknown application', '/nowhere/x.flv', PAGE, 4404],
    ['a publisher without a key', '/live/x.flv?publish', undefined, 4403],
    ['a player for whom nobody publishes', '/live/nobody.flv', undefined, 4404],
  ])('over WebSocket, %s is refused', async (_who, path, origin, code) => {
    expect(await endOf(`${webSocket}${path}`, origin)).toBe(code);
  });

  it('tells Ruffle how to reach RTMP', async () => {
    const settings: unknown = await (await fetch(`${http}/ruffle.json`)).json();
    expect(settings).toEqual({
      socketProxy: [{ host: '127.0.0.1', port: server.port, proxyUrl: `${webSocket}/rtmp` }],
    });
  });
});

/** Publishes a file as it is by FLV over HTTP, as fast as it goes. */
function post(url: string, path: string): Program {
  const args = ['-hide_banner', '-i', path, '-c', 'copy', '-f', 'flv', '-method', 'POST', url];
  return new Program('ffmpeg', args, { timeout: 30_000 });
}
