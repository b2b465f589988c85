import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScriptDialer } from '../../../src/net/script-dialer.js';

let server: Server;
let port: number;

beforeEach(async () => {
  server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterEach(() => {
  server.close();
});

async function dial(host: string, allow: readonly string[], ownPorts: readonly number[]): Promise<string> {
  const dialer = new ScriptDialer(
    allow,
    () => ownPorts,
    (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
  );
  try {
    const stream = await dialer.dial({ host, port, secure: false }, new AbortController().signal);
    stream.destroy();
    return 'connected';
  } catch (error) {
    return (error as Error).message;
  }
}

const LOCAL = ['localhost', 'LOCALHOST', '127.0.0.1'];

test.each(LOCAL)('%s is this server, where it listens', async (host) => {
  expect(await dial(host, [], [1, port])).toBe('connected');
});

test.each([...LOCAL, '[::1]', '10.0.0.1', 'elsewhere.example', '169.254.169.254', '0.0.0.0'])(
  '%s is nobody, where something else listens',
  async (host) => {
    expect(await dial(host, [], [port + 1])).toMatch(/private address that is not in allow|no address for requests/);
  },
);

test('a name that somebody else gives this machine is not this server', async () => {
  expect(await dial('rebound.example', [], [port])).toContain('private address that is not in allow');
});

test('what is allowed', async () => {
  expect(await dial('rebound.example', ['127.0.0.1'], [])).toBe('connected');
  expect(await dial('localhost', ['loopback'], [])).toBe('connected');
});
