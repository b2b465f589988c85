import { createHmac } from 'node:crypto';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import type { ProgramResult } from '../support/program.js';
import { Program } from '../support/program.js';
import { proxyTo } from '../support/proxy.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const body = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7) & 0xff);
const header = (signature: string) => Buffer.concat([Buffer.from(signature), Buffer.from('09c00b0000', 'hex')]);
const inflated = Buffer.concat([header('FWS'), body]);
const packed = Buffer.concat([header('CWS'), deflateSync(body)]);
const hashOf = (swf: Uint8Array) => createHmac('sha256', 'Genuine Adobe Flash Player 001').update(swf).digest('hex');

describeWith(['ffmpeg', 'rtmpdump'], 'rtmpdump', () => {
  let server: ServerProcess;
  let file: string;

  beforeAll(async () => {
    file = await testMedia('h264 and aac');
    const apps = newFolder('apps');
    for (const app of ['vod', 'players']) {
      await mkdir(join(apps, app, 'media'), { recursive: true });
      await cp(file, join(apps, app, 'media', 'film.flv'));
    }
    await mkdir(join(apps, 'live'));
    await mkdir(join(apps, 'players', 'SWFs'));
    await writeFile(join(apps, 'players', 'SWFs', 'player.swf'), packed);
    const settings = 'swfVerification: { enabled: true, connectionBlocking: true, firstHashTimeout: 1s }\n';
    await writeFile(join(apps, 'players', 'application.yaml'), settings);
    server = await ServerProcess.start(['--apps', apps]);
  });
  afterAll(async () => {
    await server.stop();
  });

  const address = (app: string, scheme = 'rtmpe') => `${scheme}://127.0.0.1:${server.port}/${app}`;

  async function dump(url: string, target: string, ...more: string[]): Promise<ProgramResult> {
    const args = ['--debug', '--rtmp', url, '--playpath', 'film', '--flv', target, ...more];
    return await new Program('rtmpdump', args, { timeout: 15_000 }).ended;
  }

  it('plays a live stream over RTMPE, which the log says', async () => {
    const target = join(newFolder('played'), 'live.flv');
    const args = ['--debug', '--live', '--rtmp', `${address('live')}/camera`, '--flv', target];
    const player = new Program('rtmpdump', args, { timeout: 15_000 });
    await player.printed(/Invoking play/);
    await publishWithFfmpeg(file, server.url('camera')).ended;
    const { stderr } = await player.endsWithin(5_000);
    expect(stderr).not.toMatch(/Couldn't verify|does not match|mismatch/i);
    expectFaithful(await readTracks(file), await readTracks(target), 'from the start');
    const connected = server.log().filter(({ msg }) => msg === 'client connected');
    expect(connected.map(({ protocol }) => protocol)).toEqual(['rtmpe', 'rtmp']);
  });

  it('plays over RTMPE of type 8, and finds its signature genuine', async () => {
    // rtmpdump asks for type 6 and goes on with what it is answered; so somebody in between asks for it.
    const between = await proxyTo(server.port, Uint8Array.of(8), '127.0.0.1', 1);
    const target = join(newFolder('played'), 'sealed.flv');
    const { stderr } = await dump(`rtmpe://127.0.0.1:${between}/vod`, target);
    expect(stderr).toMatch(/client sent 6, server answered 8/);
    expect(stderr).toMatch(/Genuine Adobe Flash Media Server/);
    expectFaithful(await readTracks(file), await readTracks(target), 'from the start');
  });

  it.each(['rtmp', 'rtmpe'])('plays by %s what is for those who have the SWF', async (scheme) => {
    const target = join(newFolder('played'), 'verified.flv');
    const swf = ['--swfhash', hashOf(inflated), '--swfsize', `${inflated.length}`];
    await dump(address('players', scheme), target, ...swf);
    expectFaithful(await readTracks(file), await readTracks(target), 'from the start');
  });

  it.each([
    {
      who: 'another SWF',
      swf: ['--swfhash', hashOf(packed), '--swfsize', `${packed.length}`],
      rule: new RegExp(`no SWF of ${packed.length}`),
    },
    { who: 'its size and another hash', swf: ['--swfhash', hashOf(body), '--swfsize', '3008'], rule: /no SWF of 3008/ },
    { who: 'no SWF and RTMPE', swf: [], rule: /firstHashTimeout/, scheme: 'rtmpe' },
    { who: 'no SWF and no digest', swf: [], rule: /without a digest/ },
  ])('with $who is sent nothing and told so', async ({ swf, rule, scheme = 'rtmp' }) => {
    const target = join(newFolder('played'), 'refused.flv');
    const { stderr } = await dump(address('players', scheme), target, ...swf);
    expect(stderr).toMatch(/NetConnection\.Connect\.Rejected/);
    expect(stderr).not.toMatch(/NetStream\.Play\.Start/);
    await server.program.printed(rule);
  });
});
