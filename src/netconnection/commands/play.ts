import { parseStreamName, withoutQuery } from '../../application/stream-name.js';
import type { NetStream } from '../net-stream.js';
import { Playlist } from '../playlist.js';
import { refusePlay } from '../refuse-play.js';
import type { PlayItem } from '../stream-use.js';
import type { StreamCommand } from './command-handler.js';
import { playLength, playReset, playStart } from './play-arguments.js';
import { stopStream } from './stop-stream.js';
import { badStreamName } from './stream-name-refusal.js';

/**
 * `play(name, start = -2, length = -1, reset = true)`, or `play(false)` to stop. With reset false or 0 the name is
 * appended to what is played; 2 and 3 are as 0 and 1, and the data messages of a recording of nothing else come at once.
 */
export const play: StreamCommand = async (stream, { args: [name, start, length, reset] }) => {
  if (name === false) return stopStream(stream);
  const streamName = typeof name === 'string' ? parseStreamName(name) : undefined;
  if (streamName === undefined) return refusePlay(stream, withoutQuery(name), badStreamName);
  const { resets, allData } = playReset(reset);
  const item = { name: streamName, start: playStart(start), length: playLength(length), allData };
  await playItem(stream, item, resets);
};

/** Plays an item now, or after what is played; one that waits does not begin by itself. */
export async function playItem(stream: NetStream, item: PlayItem, resets: boolean, waits = false): Promise<void> {
  if (!resets && stream.playback !== undefined) return stream.playback.append(item, waits);
  const playlist = new Playlist(stream);
  stream.beginPlayback(playlist);
  if (waits) return playlist.append(item, waits);
  await playlist.begin(item, resets);
}
