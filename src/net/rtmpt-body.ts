import type { IncomingMessage } from 'node:http';
import { concat } from '../bytes/concat.js';

/** Why there is no body: the status of HTTP that says so, or `gone` if nobody waits for an answer any more. */
export type NoBody = 411 | 413 | 'gone';

/**
 * Reads the body of a request.
 *
 * @param limit bytes; of one that is longer no more is read, and nothing of one that says so before
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | NoBody> {
  const { 'content-length': announced, 'transfer-encoding': encoding } = request.headers;
  if (announced === undefined && encoding === undefined) return Promise.resolve(411);
  if (Number(announced ?? 0) > limit) return Promise.resolve(413);
  return new Promise((resolve) => {
    const parts: Uint8Array[] = [];
    let size = 0;
    request.on('data', (bytes: Uint8Array) => {
      size += bytes.length;
      if (size <= limit) return void parts.push(bytes);
      request.pause();
      resolve(413);
    });
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
    request.on('end', () => resolve(parts.length === 1 ? parts[0]! : concat(parts)));
  });
}
