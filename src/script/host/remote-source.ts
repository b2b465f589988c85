import type { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import { playRemote } from '../../netconnection/client/play-remote.js';
import type { LiveSource } from '../../stream/playlist-item.js';
import type { StreamPlayOptions } from '../protocol/server-operations.js';
import type { RemoteBuffer } from './remote-buffer.js';

/**
 * What `Stream.play` plays from another server, whatever it is there: here it is live.
 */
export function remoteSource(
  connection: OutgoingConnection,
  { start, length, reset }: StreamPlayOptions,
  buffer: RemoteBuffer,
): LiveSource {
  const from = start === -1 ? 'live' : start >= 0 ? Math.round(start * 1000) : 'any';
  const more = length >= 0 ? { length: Math.round(length * 1000) } : {};
  return {
    join: ({ name }, sink) => {
      const { milliseconds } = buffer;
      const ahead = milliseconds === undefined ? {} : { bufferLength: milliseconds };
      const item = { name, start: from, reset: reset >= 2 ? 3 : 1, ...more, ...ahead } as const;
      const remote = playRemote(connection, item, sink);
      const unfollow = buffer.follow((changed) => remote.setBufferLength(changed));
      return {
        get isPublished() {
          return remote.isPublished;
        },
        leave: () => {
          unfollow();
          remote.leave();
        },
      };
    },
  };
}
