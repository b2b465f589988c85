import { status } from '../status.js';
import type { StreamCommand } from './command-handler.js';

/** `seek(milliseconds)`: there is nowhere to go in a live stream. */
export const seek: StreamCommand = (stream, { args: [position] }) => {
  const where = typeof position === 'number' ? position : 0;
  const clientid = stream.connection.client.id;
  const info = status('NetStream.Seek.Failed', `Failed to seek ${where} (stream ID: ${stream.id}).`, { clientid });
  stream.connection.send.onStatus(stream.id, info);
};
