import type { Socket } from 'node:net';
import type { Clock } from '../time/clock.js';
import type { ProxiedAddress } from './proxy-header.js';
import { readProxyHeader } from './proxy-header.js';

/**
 * Waits for the PROXY header of a connection and puts back what follows it.
 *
 * @param timeout milliseconds for all of it, however the bytes come
 * @returns who connects; `local` if the proxy speaks for itself; undefined if there is no such header, or the
 *   connection ended before: then it is closed
 */
export function proxiedAddress(
  socket: Socket,
  clock: Clock,
  timeout: number,
): Promise<ProxiedAddress | 'local' | undefined> {
  return new Promise((resolve) => {
    let seen: Buffer = Buffer.alloc(0);
    const finish = (result: ProxiedAddress | 'local' | undefined): void => {
      timer.cancel();
      socket.off('data', take).off('end', lost).off('close', lost).off('error', lost);
      if (result === undefined) socket.on('error', () => undefined).destroy();
      resolve(result);
    };
    const lost = (): void => finish(undefined);
    const take = (bytes: Buffer): void => {
      seen = Buffer.concat([seen, bytes]);
      const header = readProxyHeader(seen);
      if (header === 'incomplete') return;
      if (header === 'invalid') return finish(undefined);
      socket.pause();
      if (seen.length > header.length) socket.unshift(seen.subarray(header.length));
      finish(header.source ?? 'local');
    };
    const timer = clock.after(timeout, lost);
    socket.on('data', take).on('end', lost).on('close', lost).on('error', lost);
  });
}
