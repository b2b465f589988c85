import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HttpClientOptions } from '../../../src/net/http-client.js';
import { HttpClient } from '../../../src/net/http-client.js';
import { endless, HttpEndpoint, json, silence, status } from '../../support/http-endpoint.js';
import { selfSigned } from '../../support/self-signed.js';

const MAX_ANSWER = 64 * 1024;

function client(options: Partial<HttpClientOptions> = {}): HttpClient {
  const defaults = { allow: [], caFile: undefined, maxConnections: 4, maxAnswer: MAX_ANSWER };
  const made = new HttpClient({ ...defaults, ...options });
  onTestFinished(() => made.close());
  return made;
}

const never = (): AbortSignal => new AbortController().signal;
const post = (http: HttpClient, url: URL, signal = never()) =>
  http.post({ url, headers: { 'content-type': 'text/plain', 'afterglow-event': 'x' }, body: 'häuser' }, signal);

describe('an answer', () => {
  test('comes with its status, type and text', async () => {
    const endpoint = await HttpEndpoint.answering(json({ grüße: 1 }, 201));
    const answer = await post(client(), endpoint.url('/a?b=c'));
    expect(answer).toEqual({ status: 201, type: 'application/json', body: '{"grüße":1}' });
    const [request] = endpoint.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/a?b=c', body: 'häuser' });
    expect(request?.headers).toMatchObject({ 'afterglow-event': 'x', 'content-length': '7' });
  });

  test('is not followed to elsewhere', async () => {
    const elsewhere = await HttpEndpoint.answering();
    const endpoint = await HttpEndpoint.answering(status(302, '', { location: elsewhere.url().href }));
    expect(await post(client(), endpoint.url())).toMatchObject({ status: 302 });
    expect(elsewhere.requests).toEqual([]);
  });

  test('may be as long as it may be, and not longer', async () => {
    const endpoint = await HttpEndpoint.answering(status(200, 'x'.repeat(MAX_ANSWER)), endless(Buffer.alloc(65_536)));
    const http = client();
    expect((await post(http, endpoint.url())).body).toHaveLength(MAX_ANSWER);
    await expect(post(http, endpoint.url())).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('no answer', () => {
  test.each([
    ['silence', silence],
    ['half an answer', (response: { write(text: string): void }) => response.write('{"all')],
  ])('%s: the signal ends the waiting', async (_what, answering) => {
    const endpoint = await HttpEndpoint.answering(answering);
    const controller = new AbortController();
    const answer = post(client(), endpoint.url(), controller.signal);
    await endpoint.heard(1);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'HttpRequestError', code: 'aborted' });
  });

  test('a signal that came before', async () => {
    const endpoint = await HttpEndpoint.answering();
    await expect(post(client(), endpoint.url(), AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  });

  test.each([
    ['hangs up', '', 'connection'],
    ['is no web server', '220 mail.example.com ESMTP\r\n', 'protocol'],
    ['has endless headers', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 'protocol'],
    ['speaks of another protocol', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'connection'],
    ['ends in the middle', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf', 'connection'],
  ])('who %s', async (_what, says, code) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(says));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await expect(post(client(), new URL(`http://127.0.0.1:${port}`))).rejects.toMatchObject({ code });
  });

  test('nobody is there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const url = new URL(`http://127.0.0.1:${port}/?token=secret`);
    const error: unknown = await post(client(), url).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'connection', message: expect.stringContaining('ECONNREFUSED') as string });
    expect(String(error)).not.toContain('secret');
  });
});

describe('an address', () => {
  test('that nobody asks is not connected to', async () => {
    const url = new URL('http://169.254.169.254/latest/meta-data');
    await expect(post(client(), url)).rejects.toMatchObject({ code: 'address' });
  });

  test('is checked when it is connected to: a name may stand for another one by then', async () => {
    const endpoint = await HttpEndpoint.answering(status(204, '', { connection: 'close' }));
    const answers = ['127.0.0.1', '127.0.0.1', '169.254.169.254'];
    const resolver: HttpClientOptions['resolver'] = (_host, _options, found) =>
      found(null, [{ address: answers.shift() ?? '', family: 4 }]);
    const url = endpoint.url('/', 'site.example.com');
    await expect(post(client({ resolver }), url)).rejects.toMatchObject({ code: 'address' });
    const allowed = client({ resolver, allow: ['127.0.0.0/8'] });
    expect(await post(allowed, url)).toMatchObject({ status: 204 });
    await expect(post(allowed, url)).rejects.toMatchObject({ code: 'address' });
    expect(endpoint.requests).toHaveLength(1);
    expect(endpoint.requests[0]?.headers.host).toBe(`site.example.com:${endpoint.port}`);
  });

  test('of a proxy in the environment is not used', async () => {
    const endpoint = await HttpEndpoint.answering();
    process.env.HTTP_PROXY = 'http://127.0.0.1:9';
    onTestFinished(() => void delete process.env.HTTP_PROXY);
    expect(await post(client(), endpoint.url())).toMatchObject({ status: 204 });
  });
});

describe('TLS', () => {
  const { key, certificate } = selfSigned();

  async function secureUrl(host: string): Promise<URL> {
    const options = { key: readFileSync(key), cert: readFileSync(certificate) };
    const server = createSecureServer(options, (_request, response) => response.writeHead(204).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    return new URL(`https://${host}:${(server.address() as AddressInfo).port}`);
  }

  test('a server that shows the certificate that it is trusted by', async () => {
    expect(await post(client({ caFile: certificate }), await secureUrl('localhost'))).toMatchObject({ status: 204 });
  });

  test.each([
    ['nobody knows', 'localhost', undefined],
    ['is for another name', '127.0.0.1', certificate],
    ['cannot be read', 'localhost', `${certificate}.nothing`],
  ])('a certificate that %s', async (_what, host, caFile) => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    onTestFinished(() => void delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
    await expect(post(client({ caFile }), await secureUrl(host))).rejects.toMatchObject({ code: 'certificate' });
  });
});

test('one connection serves many requests', async () => {
  const ports = new Set<number | undefined>();
  const endpoint = await HttpEndpoint.answering((response) => {
    ports.add(response.socket?.remotePort);
    response.writeHead(204).end();
  });
  const http = client();
  for (let i = 0; i < 3; i++) await post(http, endpoint.url());
  expect(ports.size).toBe(1);
});
