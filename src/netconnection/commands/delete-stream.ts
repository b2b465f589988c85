import { messageStreamId } from '../../rtmp/message.js';
import type { ConnectionCommand } from './command-handler.js';

/** `deleteStream(id)`: ends what the stream does and frees its id. There is no answer. */
export const deleteStream: ConnectionCommand = (connection, { args: [id] }) => {
  if (typeof id !== 'number') return;
  const stream = messageStreamId(id);
  if (stream === id) connection.streams.delete(stream);
};
