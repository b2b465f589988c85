import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { HttpServerOptions } from '../../../src/net/http-server.js';
import { HttpServer } from '../../../src/net/http-server.js';
import { RecordingLogger } from '../../support/recording-logger.js';

async function listening(options: Partial<HttpServerOptions> = {}) {
  const logger = new RecordingLogger();
  const server = new HttpServer({ host: '127.0.0.1', port: 0, ...options }, logger);
  server.routes.get('/page', () => ({ here: true }));
  server.routes.get('/broken', () => {
    throw new Error('secret');
  });
  await server.start();
  onTestFinished(() => server.close());
  const { port } = server.boundTo;
  return { logger, port, url: `http://127.0.0.1:${port}` };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  return socket.on('error', () => undefined);
}

/** Sends `request` as it is; answers everything that comes until the server closes. */
async function said(port: number, request: string): Promise<string> {
  const socket = await open(port);
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
  socket.write(request);
  await once(socket, 'close');
  return answer;
}

test.each([
  { method: 'GET', path: '/page', status: 200, body: '{"here":true}' },
  { method: 'GET', path: '/page?any=query', status: 200, body: '{"here":true}' },
  { method: 'HEAD', path: '/page', status: 200, body: '' },
  { method: 'GET', path: '/nothing', status: 404, body: '{"error":"There is nothing at this address."}' },
  { method: 'DELETE', path: '/nothing', status: 404, body: '{"error":"There is nothing at this address."}' },
  { method: 'POST', path: '/page', status: 405, body: '{"error":"Only GET and HEAD are for this address."}' },
  { method: 'OPTIONS', path: '/page', status: 405, body: '{"error":"Only GET and HEAD are for this address."}' },
  { method: 'GET', path: '/broken', status: 500, body: '{"error":"The server failed to answer."}' },
  { method: 'GET', path: '/%c0%80', status: 400, body: expect.stringContaining('error') as string },
])('$method $path is answered $status', async ({ method, path, status, body }) => {
  const { url } = await listening();
  const answer = await fetch(url + path, { method });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toEqual(body);
  if (body !== '') expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('allow')).toBe(status === 405 ? 'GET, HEAD' : null);
});

test.each([
  { name: 'a body of 2 GB', headers: 'Content-Length: 2147483648', status: 413 },
  { name: 'a body without end', headers: 'Transfer-Encoding: chunked', status: 413 },
  { name: 'both', headers: 'Content-Length: 5\r\nTransfer-Encoding: chunked', status: 400 },
  { name: 'a length that is none', headers: 'Content-Length: -1', status: 400 },
  { name: 'headers of 20 kB', headers: `X: ${'x'.repeat(20_000)}`, status: 431 },
])('$name: $status, and the connection is closed', async ({ headers, status }) => {
  const { port } = await listening();
  for (const line of ['GET /page', 'POST /page', 'PUT /nothing']) {
    expect(await said(port, `${line} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n`)).toMatch(
      `HTTP/1.1 ${status} `,
    );
  }
});

test('only who asks for this machine is answered, where that is asked for', async () => {
  const { port, logger } = await listening({ localNamesOnly: true });
  const status = async (...headers: string[]) => {
    const lines = ['GET /page HTTP/1.0', ...headers, '', ''];
    return /^HTTP\/1\.1 (\d+)/.exec(await said(port, lines.join('\r\n')))?.[1];
  };
  expect(await status('Host: localhost')).toBe('200');
  expect(await status()).toBe('200');
  expect(await status('Host: evil.example')).toBe('403');
  expect(await status('Host: localhost', 'Origin: http://evil.example')).toBe('403');
  expect(logger.at('warn')).toHaveLength(2);
});

test('any name will do elsewhere, but no foreign page', async () => {
  const { port } = await listening();
  expect(await said(port, 'GET /page HTTP/1.0\r\nHost: media.example\r\n\r\n')).toMatch('HTTP/1.1 200 ');
  const foreign = 'GET /page HTTP/1.0\r\nHost: media.example\r\nOrigin: http://evil.example\r\n\r\n';
  expect(await said(port, foreign)).toMatch('HTTP/1.1 403 ');
});

test('more connections than there may be are closed, and those that were there go on', async () => {
  const { port } = await listening();
  const sockets: Socket[] = [];
  // in tens: a thousand at once overflow the system's queue of connections, and wait for its retransmissions
  while (sockets.length < 1000) sockets.push(...(await Promise.all(Array.from({ length: 10 }, () => open(port)))));
  const oneTooMany = await open(port);
  await once(oneTooMany, 'close');
  const [first] = sockets;
  first!.write('GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [answer] = (await once(first!, 'data')) as [Buffer];
  expect(answer.toString()).toMatch('HTTP/1.1 200 ');
  for (const socket of sockets) socket.destroy();
});
