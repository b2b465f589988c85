import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { json, text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { HttpServer } from '../../../src/net/http-server.js';
import { TlsCertificates } from '../../../src/net/tls-certificates.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { testCertificate } from '../../support/test-certificate.js';

const CERTIFICATE = testCertificate('localhost');
/** More characters than fit into the buffers of two sockets. */
const LARGE = 16 * 1024 * 1024;

async function listening(certificates?: TlsCertificates) {
  const logger = new RecordingLogger();
  const tls = certificates === undefined ? {} : { certificates };
  const server = new HttpServer({ host: '127.0.0.1', port: 0, ...tls }, logger);
  server.routes.get('/who', ({ ip, protocol }) => ({ ip, protocol }));
  server.routes.get('/large', () => 'x'.repeat(LARGE));
  server.routes.post('/echo', ({ body }) => `heard ${String(body)}`);
  await server.start();
  onTestFinished(() => server.close());
  return { logger, server, port: server.boundTo.port };
}

test('with certificates HTTP is for TLS only', async () => {
  const { server, port, logger } = await listening(new TlsCertificates([CERTIFICATE]));
  expect(server.boundTo.secure).toBe(true);
  const request = get({ host: '127.0.0.1', servername: 'localhost', port, path: '/who', ca: CERTIFICATE.certificate });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(await json(response)).toEqual({ ip: '127.0.0.1', protocol: 'https' });

  const plain = connect(port, '127.0.0.1', () => plain.write('GET /who HTTP/1.1\r\nhost: localhost\r\n\r\n'));
  await new Promise((resolve) => plain.on('error', () => undefined).once('close', resolve));
  expect(logger.lines).toMatchObject([{ fields: { rule: 'http.tls: this port is for TLS only' } }]);

  const stranger = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => stranger.write('\x03'));
  await new Promise((resolve) => stranger.on('error', () => undefined).once('close', resolve));
  expect(logger.lines.at(-1)).toMatchObject({ fields: { rule: 'http.protocols: rtmp is not spoken here' } });
});

test('a connection of another listener is served like its own, for whom it is made', async () => {
  const { server } = await listening();
  const other = createServer((socket) => {
    socket.once('data', (bytes) => {
      socket.pause();
      socket.unshift(bytes);
      server.take(socket, { address: '192.0.2.7', port: 4711 });
    });
  });
  await once(other.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  expect(await (await fetch(`http://127.0.0.1:${port}/who`)).json()).toEqual({ ip: '192.0.2.7', protocol: 'http' });
});

test('requests in TLS that come before an answer is read are answered, however they are divided', async () => {
  const { port } = await listening(new TlsCertificates([CERTIFICATE]));
  const raw = connect(port, '127.0.0.1');
  const held: Buffer[] = [];
  let isHolding = false;
  const wire = new Duplex({
    read: () => undefined,
    write(bytes: Buffer, _encoding, done) {
      if (isHolding) held.push(bytes);
      else raw.write(bytes);
      done();
    },
  });
  raw.on('data', (bytes) => void wire.push(bytes)).on('close', () => wire.push(null));
  const client = connectTls({ socket: wire, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
  onTestFinished(() => void raw.destroy());
  await once(client, 'secureConnect');
  const write = (text: string) => new Promise((resolve) => client.write(text, resolve));

  await write('GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(raw, 'data');
  raw.pause();
  // librtmp sends the head of a request and its body by themselves, and they arrive together.
  isHolding = true;
  await write('POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n');
  await write('connection: close\r\n\r\n');
  await write('word');
  raw.write(Buffer.concat(held));
  raw.resume();
  const answers = await text(client);
  expect(answers.length).toBeGreaterThan(LARGE);
  expect(answers).toMatch(/heard word$/);
});
