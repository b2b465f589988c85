import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OutgoingSocketOptions } from '../../../src/net/outgoing-sockets.js';
import { OutgoingSockets } from '../../../src/net/outgoing-sockets.js';
import { testCertificate } from '../../support/test-certificate.js';

function sockets(options: Partial<OutgoingSocketOptions> = {}): OutgoingSockets {
  const made = new OutgoingSockets({ allow: ['loopback'], ...options });
  onTestFinished(() => made.closeAll());
  return made;
}

async function server(connected: (socket: Socket) => void): Promise<number> {
  const made = createServer((socket) => {
    socket.on('error', () => undefined);
    connected(socket);
  });
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  onTestFinished(() => void made.close());
  return (made.address() as AddressInfo).port;
}

/** What a socket is told until it is closed. */
function heard(
  all: OutgoingSockets,
  host: string,
  port: number,
  opened?: (socket: number) => void,
  secure = false,
): Promise<string[]> {
  return new Promise((resolve) => {
    const events: string[] = [];
    const socket = all.connect(host, port, secure, (event, value, taken) => {
      events.push(typeof value === 'object' ? Buffer.from(value).toString() : `${event} ${value ?? ''}`.trim());
      taken?.();
      if (event === 'open') opened?.(socket);
      if (event === 'close') resolve(events);
    });
  });
}

test('bytes go both ways, in their order', async () => {
  const port = await server((socket) => socket.on('data', (bytes) => socket.end(`echo ${bytes.toString()}`)));
  const all = sockets();
  const events = await heard(all, '127.0.0.1', port, (socket) => {
    expect(all.send(socket, Buffer.from('hello'))).toBe(true);
  });
  expect(events).toEqual(['open', 'echo hello', 'close']);
});

test('by TLS, with servers that are who they say', async () => {
  const { certificate, key } = testCertificate('localhost');
  const server = createTlsServer({ cert: certificate, key }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => socket.end(`echo ${bytes.toString()}`));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const trusting = sockets({ certificates: certificate });
  const say = (all: OutgoingSockets) => (socket: number) => void all.send(socket, Buffer.from('hello'));
  expect(await heard(trusting, 'localhost', port, say(trusting), true)).toEqual(['open', 'echo hello', 'close']);
  expect(await heard(sockets(), 'localhost', port, undefined, true)).toEqual([
    expect.stringMatching(/^close localhost:\d+: self-signed certificate/),
  ]);
});

test('no more comes than was taken', async () => {
  let stuck = (): void => undefined;
  const isStuck = new Promise<void>((resolve) => (stuck = resolve));
  const port = await server((socket) => {
    const more = (): void => {
      while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
      socket.once('drain', more);
      if (socket.writableLength > 0 && socket.bytesWritten > 1024 * 1024) stuck();
    };
    more();
  });
  const all = sockets();
  const taken: (() => void)[] = [];
  const second = new Promise<void>((resolve) => {
    all.connect('127.0.0.1', port, false, (event, _value, done) => {
      if (event === 'bytes' && taken.push(done!) === 2) resolve();
    });
  });
  await isStuck;
  for (let turn = 0; turn < 50 || taken.length === 0; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(taken).toHaveLength(1);
  taken[0]!();
  await second;
});

describe('what is refused', () => {
  test.each([
    ['127.0.0.1', 1935, 'a private address'],
    ['::1', 1935, 'a private address'],
    ['localhost', 1935, 'a private address'],
    ['169.254.169.254', 80, 'no address for requests'],
    ['10.0.0.1', 80, 'a private address'],
    ['8.8.8.8', 0, '0 is no port'],
    ['8.8.8.8', 65_536, '65536 is no port'],
    ['8.8.8.8', Number.NaN, 'NaN is no port'],
  ])('%s:%d', async (host, port, reason) => {
    const [event, ...others] = await heard(sockets({ allow: [] }), host, port);
    expect(event).toContain(reason);
    expect(others).toEqual([]);
  });

  test('more than there may be, or more than may wait', async () => {
    const port = await server(() => undefined);
    const all = sockets({ maxSockets: 1, maxQueued: 4 });
    await new Promise<void>((resolve) => {
      const socket = all.connect('127.0.0.1', port, false, (event) => {
        if (event !== 'open') return;
        expect(all.send(socket, Buffer.alloc(5))).toBe(false);
        expect(all.send(socket, Buffer.alloc(4))).toBe(true);
        resolve();
      });
      expect(all.send(socket, Buffer.alloc(1))).toBe(false);
    });
    expect(await heard(all, '127.0.0.1', port)).toEqual([expect.stringContaining('there are 1 sockets already')]);
  });
});

test('nobody is there', async () => {
  const listening = createServer().listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  listening.close();
  await once(listening, 'close');
  expect(await heard(sockets(), '127.0.0.1', port)).toEqual([expect.stringContaining('ECONNREFUSED')]);
});

test('nothing is told after it was closed, and what was sent arrives', async () => {
  let arrived = (_text: string): void => undefined;
  const text = new Promise<string>((resolve) => (arrived = resolve));
  const port = await server((socket) => {
    socket.setEncoding('utf8').write('ignored');
    let all = '';
    socket.on('data', (part: string) => (all += part));
    socket.on('end', () => arrived(all));
  });
  const all = sockets();
  const socket = all.connect('127.0.0.1', port, false, (event) => {
    expect(event).toBe('open');
    all.send(socket, Buffer.from('bye'));
    all.close(socket);
    expect(all.send(socket, Buffer.from('more'))).toBe(false);
  });
  expect(await text).toBe('bye');
});
