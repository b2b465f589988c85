import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { Dialer } from '../../src/net/dialer.js';
import { OutgoingAddresses } from '../../src/net/outgoing-addresses.js';
import { systemClock } from '../../src/net/system-clock.js';
import { hasAsked, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { OutgoingRun } from '../support/outgoing-run.js';
import { runProgram } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

/** Makes a certificate with the command, and answers its files as the configuration names them. */
async function selfSigned(name: string, folder: string): Promise<{ certFile: string; keyFile: string }> {
  const out = join(folder, name);
  const { code, stderr } = await afterglow(['tls', 'self-signed', '--names', name, '--out', out], folder).ended;
  expect(code, stderr).toBe(0);
  return { certFile: join(out, 'cert.pem'), keyFile: join(out, 'key.pem') };
}

/** What `openssl s_client` says after the handshake. */
async function handshake(port: number, ...options: readonly string[]): Promise<string> {
  const args = ['s_client', '-connect', `127.0.0.1:${port}`, ...options];
  const { stdout, stderr } = await runProgram('openssl', args, { timeout: 10_000 });
  return stdout + stderr;
}

/** The name in the certificate that is shown to who asks for `asked`. */
async function shownName(port: number, asked: string): Promise<string | undefined> {
  return /^subject=CN ?= ?(\S+)/m.exec(await handshake(port, '-servername', asked))?.[1];
}

/** The page that is there over HTTPS, from a server that shows a certificate of this authority. */
async function page(port: number, authority: string): Promise<string> {
  const request = get({ host: '127.0.0.1', port, servername: 'localhost', ca: authority, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return text(response);
}

/** Where HTTP has its own listener. */
function httpPort(server: ServerProcess): number {
  const { http } = server.log().find(({ event }) => event === 'ready') as { http: string };
  return Number(http.slice(http.lastIndexOf(':') + 1));
}

describeWith(['ffmpeg', 'openssl'], 'TLS', () => {
  it('comes by the same port as RTMP and HTTP, with certificates that may change', { timeout: 60_000 }, async () => {
    const folder = newFolder('tls');
    const [first, second, third] = await Promise.all([
      selfSigned('localhost', folder),
      selfSigned('second.test', folder),
      selfSigned('third.test', folder),
    ]);
    for (const application of ['live', 'clear']) mkdirSync(join(folder, 'apps', application), { recursive: true });
    writeFileSync(join(folder, 'apps/clear/application.yaml'), 'disallowedProtocols: [rtmps]\n');
    const server = await ServerProcess.start([
      '--apps',
      join(folder, 'apps'),
      '--set',
      `adaptor.tls.certificates=${JSON.stringify([first, second])}`,
      '--set',
      'adaptor.rtmp.handshakeTimeout=1s',
      '--set',
      'http.tls=true',
    ]);
    const { port } = server;
    onTestFinished(async () => void (await server.stop()));

    const silent = new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(Uint8Array.of(0x16)));
      socket.on('error', () => undefined).once('close', resolve);
    });

    const [secure, plain] = [`rtmps://127.0.0.1:${port}/live/secure`, server.url('secure')];
    const players = [secure, plain].map((url, index) => playWithFfmpeg(url, join(folder, `${index}.flv`)));
    await Promise.all(players.map(hasAsked));
    const file = await testMedia('h264 and aac');
    const publisher = publishWithFfmpeg(file, secure);
    const authority = readFileSync(first.certFile, 'utf8');
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('Afterglow');
    expect(await page(port, authority)).toContain('Afterglow');
    expect(await page(httpPort(server), authority)).toContain('Afterglow');

    const trusting = new Dialer(new OutgoingAddresses(['127.0.0.0/8', '::1']), authority);
    for (const [uri, code] of [
      [`rtmps://localhost:${port}/live`, 'Success'],
      [`rtmps://localhost:${port}/clear`, 'Rejected'],
      [`rtmp://localhost:${port}/clear`, 'Success'],
    ] as const) {
      await new OutgoingRun(trusting, systemClock, { uri }).tells(`NetConnection.Connect.${code}`);
    }

    expect(await shownName(port, 'second.test')).toBe('second.test');
    expect(await shownName(port, 'nobody.test')).toBe('localhost');
    expect(await handshake(port, '-alpn', 'h2,http/1.1')).toContain('ALPN protocol: http/1.1');
    expect(await handshake(port, '-tls1_1', '-cipher', 'ALL:@SECLEVEL=0')).toMatch(/alert protocol version/);

    // A broken file changes nothing; the next one does.
    writeFileSync(second.certFile, 'no certificate');
    await server.program.printed(/configuration not reloaded/);
    expect(await shownName(port, 'second.test')).toBe('second.test');
    copyFileSync(third.keyFile, second.keyFile);
    renameSync(third.certFile, second.certFile);
    await server.program.printed(/new connections get a new certificate/);
    expect(await shownName(port, 'third.test')).toBe('third.test');

    expect((await publisher.ended).code).toBe(0);
    await unpublishedFor(...players);
    for (const index of players.keys()) {
      expectFaithful(await readTracks(file), await readTracks(join(folder, `${index}.flv`)), 'from the start');
    }
    await silent;
    await server.program.printed(/"rule":"adaptor\.rtmp\.handshakeTimeout"/);
  });
});
