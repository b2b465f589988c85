import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A TCP proxy to `port` that writes `header` before what a client says. Answers the port it listens on.
 *
 * @param localAddress the address of this machine that it connects from
 * @param leftOut bytes of the client's first that `header` stands for
 */
export async function proxyTo(
  port: number,
  header: Uint8Array,
  localAddress = '127.0.0.1',
  leftOut = 0,
): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true, localAddress });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => void sockets.delete(socket));
    }
    upstream.write(header);
    client.once('data', (first) => {
      upstream.write(first.subarray(leftOut));
      client.pipe(upstream);
    });
    upstream.pipe(client);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
