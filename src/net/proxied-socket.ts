import type { Socket } from 'node:net';
import type { Clock } from '../time/clock.js';
import type { ProxiedAddress } from './proxy-header.js';
import { readProxyHeader } from './proxy-header.js';
import type { HeadVerdict } from './socket-head.js';
import { readHead } from './socket-head.js';

type Source = ProxiedAddress | 'local';

/**
 * Waits for the PROXY header of a connection and puts back what follows it.
 *
 * @param timeout milliseconds for all of it, however the bytes come
 * @returns who connects; `local` if the proxy speaks for itself; undefined if there is no such header, or the
 *   connection ended before: then it is closed
 */
export function proxiedAddress(socket: Socket, clock: Clock, timeout: number): Promise<Source | undefined> {
  return new Promise((resolve) => {
    const finish = (source: Source | undefined): void => {
      timer.cancel();
      if (source === undefined) socket.on('error', () => undefined).destroy();
      resolve(source);
    };
    const timer = clock.after(timeout, () => {
      stop();
      finish(undefined);
    });
    const stop = readHead(socket, judge, finish);
  });
}

function judge(seen: Uint8Array): HeadVerdict<Source> | undefined {
  const header = readProxyHeader(seen);
  if (header === 'incomplete') return undefined;
  return header === 'invalid'
    ? { result: undefined, taken: 0 }
    : { result: header.source ?? 'local', taken: header.length };
}
