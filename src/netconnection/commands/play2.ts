import { AmfArray, AmfObject } from '../../amf/value.js';
import type { AmfValue } from '../../amf/value.js';
import type { StreamName } from '../../application/stream-name.js';
import { parseStreamName, withoutQuery } from '../../application/stream-name.js';
import { refusePlay } from '../refuse-play.js';
import { status } from '../status.js';
import type { PlayItem } from '../stream-use.js';
import type { StreamCommand } from './command-handler.js';
import { playItem } from './play.js';
import { stopStream } from './stop-stream.js';
import { badStreamName } from './stream-name-refusal.js';

/**
 * `play2(NetStreamPlayOptions)`: { streamName, oldStreamName, start, len, offset, transition }. The object goes over
 * the wire as the script made it, so that, unlike the arguments of play, its times are in seconds.
 */
export const play2: StreamCommand = async (stream, { args: [options] }) => {
  const field = (name: string): AmfValue =>
    options instanceof AmfObject || options instanceof AmfArray ? options.get(name) : undefined;
  const transition = field('transition') ?? 'switch';
  if (transition === 'stop') return stopStream(stream);
  const name = nameOf(field('streamName'));
  if (name === undefined) return refusePlay(stream, withoutQuery(field('streamName')), badStreamName);
  const offset = seconds(field('offset'));
  const item: PlayItem = { name, start: startOf(field('start')), length: seconds(field('len')), allData: false };
  switch (transition) {
    case 'reset':
      return playItem(stream, item, true);
    case 'resume':
      // After a connection was lost: the client plays what it has buffered, and knows up to where that goes.
      return playItem(stream, offset === undefined ? item : { ...item, start: offset }, true);
    case 'append':
      return playItem(stream, item, false);
    case 'appendAndWait':
      return playItem(stream, item, false, true);
    case 'switch':
    case 'swap':
      if (stream.playback === undefined) return playItem(stream, item, false);
      return stream.playback.change(item, nameOf(field('oldStreamName')), transition, offset);
    default: {
      const description = 'There is no such transition.';
      const info = status('NetStream.InvalidArg', description, { clientid: stream.connection.client.id });
      return stream.connection.send.onStatus(stream.id, info);
    }
  }
};

function nameOf(value: AmfValue): StreamName | undefined {
  return typeof value === 'string' ? parseStreamName(value) : undefined;
}

function startOf(start: AmfValue): PlayItem['start'] {
  return seconds(start) ?? (start === -1 ? 'live' : 'any');
}

/** Milliseconds; undefined for a negative number, which says nothing. */
function seconds(value: AmfValue): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 0xffff_ffff / 1000 ? Math.round(value * 1000) : undefined;
}
