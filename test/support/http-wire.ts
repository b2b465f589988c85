import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';

/** A connection to an HTTP server, which begins to listen for it, and what resolves when the server knows that it is gone. */
export async function openWire(http: FastifyInstance): Promise<{ socket: Socket; gone: () => Promise<void> }> {
  const { server } = http;
  if (!server.listening) await http.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const open = (): Promise<number> =>
    new Promise((resolve, reject) => {
      server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  return { socket, gone: async () => void (await expect.poll(open).toBe(0)) };
}

/** A request without a body, as it goes over the wire. */
export function requestOf(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host: 'localhost', 'content-length': '0', ...headers });
  return `${method} ${path} HTTP/1.1\r\n${lines.map((line) => `${line.join(': ')}\r\n`).join('')}\r\n`;
}
