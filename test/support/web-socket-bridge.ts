import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { createWebSocketStream, WebSocket } from 'ws';

/** A port whose connections go into a WebSocket each, as binary messages: what programs without WebSockets need. */
export async function bridgeInto(url: string): Promise<number> {
  const server = createServer((socket) => {
    const stream = createWebSocketStream(new WebSocket(url));
    const over = (): void => {
      socket.destroy();
      stream.destroy();
    };
    socket.on('error', over).on('close', over);
    stream.on('error', over).on('close', over);
    socket.pipe(stream).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
