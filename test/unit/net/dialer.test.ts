import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { LookupAddress } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DialError } from '../../../src/net/dial-error.js';
import type { DialTarget } from '../../../src/net/dial-target.js';
import { Dialer } from '../../../src/net/dialer.js';
import type { Resolver } from '../../../src/net/outgoing-addresses.js';
import { OutgoingAddresses } from '../../../src/net/outgoing-addresses.js';
import { selfSigned } from '../../support/self-signed.js';

const never = (): AbortSignal => new AbortController().signal;

/** Every name is this machine. */
const resolver: Resolver = (_, __, found) => found(null, [{ address: '127.0.0.1', family: 4 } satisfies LookupAddress]);

async function listening(answer = ''): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined).end(answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function failure(dialer: Dialer, target: Partial<DialTarget>, signal = never()): Promise<DialError> {
  const error: unknown = await dialer.dial({ host: '127.0.0.1', port: 1, secure: false, ...target }, signal).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DialError)) throw new Error('no DialError');
  return error;
}

test('a stream whose bytes wait until somebody listens', async () => {
  const port = await listening('hello');
  const stream = await new Dialer(new OutgoingAddresses([])).dial({ host: 'localhost', port, secure: false }, never());
  expect([stream.secure, stream.remotePort]).toEqual([false, port]);
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    stream.start({
      received: (bytes) => heard.push(new TextDecoder().decode(bytes)),
      drained: () => undefined,
      closed: () => resolve(),
    });
  });
  expect(heard).toEqual(['hello']);
});

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['localhost', 'localhost'],
  ['a name', 'private.example'],
  ['a number', '2130706433'],
])('of a script: %s is refused', async (_, host) => {
  const dialer = new Dialer(new OutgoingAddresses([], resolver, 'script'));
  const { code, message } = await failure(dialer, { host, port: await listening() });
  expect(code).toBe('address');
  expect(message).toContain('a private address that is not in allow');
});

test.each(['169.254.169.254', '0.0.0.0', '::', '224.0.0.1'])('%s is nobody, even for the operator', async (host) => {
  const { code } = await failure(new Dialer(new OutgoingAddresses(['all'])), { host });
  expect(code).toBe('address');
});

test('nobody there', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  const { code, message } = await failure(new Dialer(new OutgoingAddresses([])), { port });
  expect(code).toBe('connection');
  expect(message).toBe(`nobody answers at 127.0.0.1:${port}: ECONNREFUSED`);
});

test('a server without TLS where TLS is wanted', async () => {
  const port = await listening('no TLS here');
  const { code } = await failure(new Dialer(new OutgoingAddresses([])), { port, secure: true });
  expect(code).toMatch(/^(certificate|connection)$/);
});

test('whoever wants it no more', async () => {
  const abort = new AbortController();
  const neverFound: Resolver = () => undefined;
  const dialing = failure(new Dialer(new OutgoingAddresses([], neverFound)), { host: 'slow.example' }, abort.signal);
  abort.abort();
  expect((await dialing).code).toBe('aborted');
  expect((await failure(new Dialer(new OutgoingAddresses([])), {}, abort.signal)).code).toBe('aborted');
});

describe('a server with TLS', () => {
  const { key, certificate } = selfSigned();

  async function secure(): Promise<number> {
    const options = { key: readFileSync(key), cert: readFileSync(certificate) };
    const server = createSecureServer(options, (socket) => socket.on('error', () => undefined).end());
    server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  }

  test('that is who it says', async () => {
    const dialer = new Dialer(new OutgoingAddresses([]), readFileSync(certificate, 'utf8'));
    const stream = await dialer.dial({ host: 'localhost', port: await secure(), secure: true }, never());
    expect(stream.secure).toBe(true);
    stream.destroy();
  });

  test('that nobody vouches for, and one of another name', async () => {
    const port = await secure();
    const known = new Dialer(new OutgoingAddresses([], resolver, 'operator'), readFileSync(certificate, 'utf8'));
    const dialers = [new Dialer(new OutgoingAddresses([])), known];
    const target = { port, secure: true, host: '127.0.0.1' };
    const codes = await Promise.all(dialers.map(async (dialer) => (await failure(dialer, target)).code));
    expect(codes).toEqual(['certificate', 'certificate']);
  });
});
