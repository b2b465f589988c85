import { seekFailed } from '../seek-failed.js';
import type { StreamCommand } from './command-handler.js';

/** `seek(milliseconds)`: goes on from there; there is nowhere to go in a live stream, or where nothing is played. */
export const seek: StreamCommand = ({ id, connection, playback }, { args: [position] }) => {
  const time = typeof position === 'number' && position >= 0 ? Math.min(position, MAX_TIME) : 0;
  if (playback !== undefined) return playback.seek(time);
  connection.send.onStatus(id, seekFailed(time, id, connection.client.id));
};

/** Timestamps have 32 bits. */
const MAX_TIME = 0xffff_ffff;
