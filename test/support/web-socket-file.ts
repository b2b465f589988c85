import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createWebSocketStream, WebSocket } from 'ws';

/** Writes what comes over a WebSocket to a file; resolves when it ends. */
export async function receiveFile(url: string, path: string): Promise<void> {
  await pipeline(createWebSocketStream(new WebSocket(url)), createWriteStream(path));
}

/** Sends a file over a WebSocket as fast as it goes, and closes it. */
export async function sendFile(url: string, path: string): Promise<void> {
  const stream = createWebSocketStream(new WebSocket(url)).resume();
  await pipeline(createReadStream(path, { highWaterMark: 5000 }), stream);
}

/** How a WebSocket ends from which nothing is wanted: the status of HTTP it is refused with, or the code it is closed with. */
export function endOf(url: string, origin?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, origin === undefined ? {} : { origin });
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
      resolve(statusCode);
      socket.terminate();
    });
    socket.on('close', (code) => resolve(code));
    socket.on('error', reject);
  });
}
