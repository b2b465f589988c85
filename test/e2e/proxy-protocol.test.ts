import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf } from '../support/admin-client.js';
import { hasAsked, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { proxyTo } from '../support/proxy.js';
import type { RealProxy } from '../support/real-proxies.js';
import { haproxyTo, nginxTo } from '../support/real-proxies.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

/** An address of this machine that the proxy itself does not connect from. */
const CLIENT = '127.0.0.7';

const trusted = ['adaptor.proxyProtocol.trusted', 'server.http.proxyProtocol.trusted'].flatMap((key) => [
  '--set',
  `${key}=[127.0.0.1]`,
]);
const onlyTheClient = ['publish', 'play'].flatMap((action) => ['--set', `application.${action}.allow=[${CLIENT}]`]);

/** A page, asked for from an address of this machine. */
async function page(port: number, localAddress: string, headers: Record<string, string> = {}): Promise<number> {
  const request = get({ port, host: '127.0.0.1', localAddress, headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await once(response.resume(), 'end');
  return response.statusCode ?? 0;
}

for (const [name, version, proxyOf] of [
  ['nginx', 1, nginxTo],
  ['haproxy', 2, haproxyTo],
] as const) {
  describeWith(['ffmpeg', name], `behind ${name}, which speaks version ${version} of the PROXY protocol`, () => {
    let server: ServerProcess;
    let proxy: RealProxy;
    let http: number;
    beforeAll(async () => {
      server = await ServerProcess.start([
        ...trusted,
        ...onlyTheClient,
        '--set',
        `application.publish.exempt=[${CLIENT}]`,
      ]);
      http = Number(new URL(addressOf(server, 'http')).port);
      proxy = await proxyOf([server.port, http]);
    });
    afterAll(async () => {
      proxy.program.kill('SIGTERM');
      await proxy.program.ended;
      await server.stop();
    });

    it('a client is who it is: rules and log see its address, and its media come through whole', async () => {
      const [rtmp] = proxy.ports;
      const file = await testMedia('h264 and aac');
      const asProxy = await publishWithFfmpeg(file, `rtmp://127.0.0.1:${rtmp}/live/a`).ended;
      expect(asProxy.code, 'who comes from the address of the proxy itself may not publish').not.toBe(0);

      const url = `rtmp://127.0.0.1:${await proxyTo(rtmp!, new Uint8Array(0), CLIENT)}/live/a`;
      const recording = join(newFolder('played'), 'a.flv');
      const player = playWithFfmpeg(url, recording);
      await hasAsked(player);
      const { code, stderr } = await publishWithFfmpeg(file, url, { rate: 2 }).ended;
      expect(code, stderr).toBe(0);
      await unpublishedFor(player);
      expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
      const connected = server.log().filter(({ msg }) => msg === 'client connected');
      expect(connected.map(({ address }) => address)).toEqual(['127.0.0.1', CLIENT, CLIENT]);
    });

    it('a browser is who it is', async () => {
      const [, pages] = proxy.ports;
      expect(await page(pages!, CLIENT)).toBe(200);
      expect(await page(pages!, CLIENT, { origin: 'http://evil.example' })).toBe(403);
      await server.program.printed(/refused an HTTP request/);
      const refused = server.log().filter(({ msg }) => msg === 'refused an HTTP request');
      expect(refused.map(({ address }) => address)).toEqual([CLIENT]);
    });

    it('nobody gets in past it from its address, and from elsewhere the header means nothing', async () => {
      await expect(page(http, '127.0.0.1')).rejects.toThrow(/socket hang up|ECONNRESET/);
      await server.program.printed(/"rule":"http\.proxyProtocol: no header"/);
      expect(await page(http, CLIENT)).toBe(200);
      const header = Buffer.from(`PROXY TCP4 192.0.2.7 198.51.100.1 56324 80\r\n`);
      expect(await page(await proxyTo(http, header, CLIENT), '127.0.0.1')).toBe(400);
    });

    it('the administration is asked without it', async () => {
      expect((await fetch(`${addressOf(server, 'admin')}/healthz`)).status).toBe(200);
    });
  });
}
