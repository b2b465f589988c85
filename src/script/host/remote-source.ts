import type { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import { playRemote } from '../../netconnection/client/play-remote.js';
import type { LiveSource } from '../../stream/playlist-item.js';
import type { StreamPlayOptions } from '../protocol/server-operations.js';

/**
 * What `Stream.play` plays from another server, whatever it is there: here it is live.
 *
 * @param bufferTime seconds that the other server may send ahead; undefined: as usual
 */
export function remoteSource(
  connection: OutgoingConnection,
  { start, length, reset }: StreamPlayOptions,
  bufferTime: number | undefined,
): LiveSource {
  const from = start === -1 ? 'live' : start >= 0 ? Math.round(start * 1000) : 'any';
  const more = {
    ...(length >= 0 ? { length: Math.round(length * 1000) } : {}),
    ...(bufferTime === undefined ? {} : { bufferLength: Math.round(bufferTime * 1000) }),
  };
  return {
    join: ({ name }, sink) => playRemote(connection, { name, start: from, reset: reset >= 2 ? 3 : 1, ...more }, sink),
  };
}
