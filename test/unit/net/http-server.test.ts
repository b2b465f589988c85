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
  server.routes.get('/who', ({ ip, socket }) => ({ address: ip, port: socket.remotePort }));
  server.routes.post('/echo', ({ body }) => ({ length: String(body).length }));
  await server.start();
  onTestFinished(() => server.close());
  const { port } = server.boundTo;
  return { logger, port, server, url: `http://127.0.0.1:${port}` };
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

const NOTHING = '{"error":"There is nothing at this address.","code":"not-found"}';
const only = (methods: string) => `{"error":"Only ${methods} for this address.","code":"wrong-method"}`;

test.each([
  { method: 'GET', path: '/page', status: 200, body: '{"here":true}' },
  { method: 'GET', path: '/page?any=query', status: 200, body: '{"here":true}' },
  { method: 'HEAD', path: '/page', status: 200, body: '' },
  { method: 'GET', path: '/nothing', status: 404, body: NOTHING },
  { method: 'DELETE', path: '/nothing', status: 404, body: NOTHING },
  { method: 'POST', path: '/page', status: 405, allow: 'GET, HEAD', body: only('GET, HEAD are') },
  { method: 'OPTIONS', path: '/page', status: 204, allow: 'GET, HEAD', body: '' },
  { method: 'OPTIONS', path: '/nothing', status: 404, body: NOTHING },
  { method: 'GET', path: '/echo', status: 405, allow: 'POST', body: only('POST is') },
  { method: 'PUT', path: '/echo', status: 405, allow: 'POST', body: only('POST is') },
  { method: 'GET', path: '/broken', status: 500, body: '{"error":"The server failed to answer.","code":"failed"}' },
  { method: 'GET', path: '/%c0%80', status: 400, body: expect.stringContaining('"code":"bad-request"') as string },
])('$method $path is answered $status', async ({ method, path, status, body, allow = null }) => {
  const { url } = await listening();
  const answer = await fetch(url + path, { method });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toEqual(body);
  if (body !== '') expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('allow')).toBe(allow);
});

test.each([
  { name: 'a body of 2 GB', headers: 'Content-Length: 2147483648', status: undefined },
  { name: 'a body without end', headers: 'Transfer-Encoding: chunked', status: undefined },
  { name: 'both', headers: 'Content-Length: 5\r\nTransfer-Encoding: chunked', status: 400 },
  { name: 'a length that is none', headers: 'Content-Length: -1', status: 400 },
  { name: 'headers of 20 kB', headers: `X: ${'x'.repeat(20_000)}`, status: 431 },
])('with $name the connection is closed', async ({ headers, status }) => {
  const { port } = await listening();
  for (const [line, own] of [
    ['GET /page', 413],
    ['POST /page', 405],
    ['PUT /nothing', 404],
  ] as const) {
    const answer = await said(port, `${line} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n`);
    expect(answer).toMatch(`HTTP/1.1 ${status ?? own} `);
    expect(answer).toMatch(/\r\n\r\n\{"error":"[^"]+","code":"[a-z-]+"\}$/);
  }
});

test('a page of another site that may ask is told what it may ask for, and no other is', async () => {
  const page = 'https://site.example';
  const { url } = await listening({ origins: () => [page] });
  const headers = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
  const ask = async (origin: string) =>
    await fetch(`${url}/echo`, { method: 'OPTIONS', headers: { ...headers, origin } });
  const answer = await ask(page);
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
  });
  expect((await ask('https://evil.example')).status).toBe(403);
});

test('only who asks for this machine is answered, where that is asked for', async () => {
  const { port, logger } = await listening({ localNames: () => ['console.example.com'] });
  const status = async (...headers: string[]) => {
    const lines = ['GET /page HTTP/1.0', ...headers, '', ''];
    return /^HTTP\/1\.1 (\d+)/.exec(await said(port, lines.join('\r\n')))?.[1];
  };
  expect(await status('Host: localhost')).toBe('200');
  expect(await status()).toBe('200');
  expect(await status('Host: Console.Example.com', 'Origin: https://console.example.com')).toBe('200');
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

/** Trusts the proxies on this machine. */
const proxies = () => ({ trusted: { refuses: () => undefined }, timeout: 200 });
const from = (address: string) => `PROXY TCP4 ${address} 198.51.100.1 56324 8080\r\n`;
const request = 'GET /who HTTP/1.1\r\nHost: media.example\r\n\r\n';
const lastRequest = request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');

test('a proxy says who asks, however its header comes, and for all requests of the connection', async () => {
  const { port } = await listening({ proxies });
  const whole = from('192.0.2.7') + request + lastRequest;
  const cut = (index: number) => [whole.slice(0, index), whole.slice(index)];
  const header = from('192.0.2.7').length;
  for (const parts of [[whole], cut(1), cut(header - 1), cut(header), cut(header + 1), cut(header + 60), [...whole]]) {
    const socket = await open(port);
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    for (const part of parts) await new Promise((written) => socket.write(part, written));
    await once(socket, 'close');
    expect(answer.match(/\{.*\}/g)).toEqual(Array(2).fill('{"address":"192.0.2.7","port":56324}'));
  }
});

test('a body goes on behind the header', async () => {
  const { port } = await listening({ proxies });
  const body = 'x'.repeat(60_000);
  const headers = `Host: media.example\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}`;
  const post = `POST /echo HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`;
  expect(await said(port, from('192.0.2.7') + post + body)).toMatch(new RegExp(`"length":${body.length}\\b`));
});

test('a proxy that speaks for itself is asked no more', async () => {
  const { port } = await listening({ proxies });
  const local = Buffer.from('0d0a0d0a000d0a515549540a20000000', 'hex').toString('latin1');
  expect(await said(port, local + lastRequest)).toMatch('{"address":"127.0.0.1",');
});

test.each([
  { name: 'no header', bytes: lastRequest },
  { name: 'half a header', bytes: 'PROXY TCP4 192.0' },
  { name: 'nothing', bytes: '' },
])('a proxy that sends $name is sent away without an answer', async ({ bytes }) => {
  const { port, logger } = await listening({ proxies });
  expect(await said(port, bytes)).toBe('');
  expect(logger.lines).toMatchObject([
    { level: 'warn', fields: { address: '127.0.0.1', rule: 'http.proxyProtocol: no header' } },
  ]);
});

test('a proxy that hangs up before the header leaves nothing behind', async () => {
  const { port, server } = await listening({ proxies: () => ({ ...proxies(), timeout: 60_000 }) });
  const socket = await open(port);
  socket.end('PROXY TCP4');
  await once(socket, 'close');
  const waiting = await open(port);
  const closed = once(waiting, 'close');
  await server.close();
  await closed;
});

test('the header is no part of HTTP for anybody else', async () => {
  const { port } = await listening();
  expect(await said(port, from('192.0.2.7') + lastRequest)).toMatch('HTTP/1.1 400 ');
});

test('the limit of one address is that of the client, not of the proxy', async () => {
  const { port, logger } = await listening({ proxies });
  const sockets: Socket[] = [];
  for (let i = 0; i < 50; i++) {
    const socket = await open(port);
    socket.write(from('192.0.2.7') + request);
    await once(socket, 'data');
    sockets.push(socket);
  }
  expect(await said(port, from('192.0.2.7') + lastRequest)).toBe('');
  expect(await said(port, from('192.0.2.8') + lastRequest)).toMatch('HTTP/1.1 200 ');
  expect(logger.lines).toMatchObject([
    { fields: { address: '192.0.2.7', rule: 'http.resourceLimits.maxConnectionsPerAddress' } },
  ]);
  for (const socket of sockets) socket.destroy();
});
