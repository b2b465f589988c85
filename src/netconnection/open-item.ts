import type { HeldMedia } from '../application/media-library.js';
import type { Refusal } from '../application/refusal.js';
import { isRefusal } from '../application/refusal.js';
import type { StreamName } from '../application/stream-name.js';
import type { PlaylistTime } from '../stream/playlist-time.js';
import { LivePlayback } from './live-playback.js';
import { mediaFailure } from './media-failure.js';
import type { NetStream } from './net-stream.js';
import { PlayNotices } from './play-notices.js';
import { RecordedPlayback } from './recorded-playback.js';
import { refusePlay } from './refuse-play.js';
import type { ItemOwner, ItemPlayback, PlayItem } from './stream-use.js';

/** An item that has passed the gate and is ready to be played. */
export type OpenedItem = OpenedLive | OpenedRecorded;

interface Opened {
  readonly playback: ItemPlayback;
  /** @param ahead milliseconds that the client has yet to play of the item before */
  begin(reset: boolean, ahead: number): void;
}

export interface OpenedLive extends Opened {
  readonly kind: 'live';
  readonly playback: LivePlayback;
}

export interface OpenedRecorded extends Opened {
  readonly kind: 'recorded';
  readonly playback: RecordedPlayback;
  readonly media: HeldMedia;
}

/**
 * Asks the gate whether an item may be played, and finds out what it is. Undefined if it cannot be played; then the
 * client has been told. What is answered must be played or ended in the same turn.
 */
export async function openItem(
  stream: NetStream,
  item: PlayItem,
  time: PlaylistTime,
  owner: ItemOwner,
): Promise<OpenedItem | undefined> {
  const { connection } = stream;
  const { client, instance, logger } = connection;
  const { name } = item;
  const refusal = await instance.play(client, name);
  if (refusal !== undefined) {
    refusePlay(stream, name.name, refusal);
    return undefined;
  }
  const media = connection.isClosed ? undefined : await findMedia(stream, item);
  if (connection.isClosed || isRefusal(media)) {
    if (!isRefusal(media)) media?.release();
    instance.stopped(client, name, undefined, isRefusal(media) ? { refusal: media } : {});
    return undefined;
  }
  instance.trail.playing(client, name, media, typeof item.start === 'number' ? item.start : 0);
  const isLive = media === undefined && instance.isLive(name);
  const from = media !== undefined ? 'recorded' : isLive ? 'live' : 'nobody publishes it yet';
  logger.info('playing', { stream: name.name, from });
  if (media === undefined) {
    const playback = new LivePlayback(stream, name, instance.liveStream(name), time, owner);
    return { kind: 'live', playback, begin: (reset) => playback.begin(reset, item.length) };
  }
  const start = typeof item.start === 'number' ? item.start : 0;
  const { videoCodec, audioCodec } = media.source;
  const unpaced = item.allData && videoCodec === undefined && audioCodec === undefined;
  const last = item.length === undefined ? Infinity : start + item.length;
  const playback = new RecordedPlayback(stream, { name, media, last, unpaced }, time, owner);
  return { kind: 'recorded', playback, media, begin: (reset, ahead) => playback.begin(reset, start, ahead) };
}

/** Recorded media; undefined if the item is live; why it is neither, after telling the client. */
async function findMedia(stream: NetStream, { name, start }: PlayItem): Promise<HeldMedia | Refusal | undefined> {
  const { client, instance, logger } = stream.connection;
  if (start === 'live' || (start === 'any' && instance.isLive(name))) return undefined;
  try {
    const media = await instance.media.open(name, client);
    if (media !== undefined || start === 'any') return media;
  } catch (error) {
    const { code, description, reason, cause } = mediaFailure(error, name);
    logger.warn('refused to play: the media cannot be read', { stream: name.name, ...cause });
    new PlayNotices(stream, name).status(code, description);
    return { rule: 'the media cannot be read', reason, description };
  }
  // Players built on librtmp ask for a recording (start 0) unless they are told that the stream is live.
  if (instance.isLive(name)) return undefined;
  const refusal = notFound(name);
  refusePlay(stream, name.name, refusal);
  return refusal;
}

function notFound({ name }: StreamName): Refusal {
  return {
    rule: 'a recorded stream was asked for (start >= 0) and there is none',
    reason: 'not-found',
    description: `Failed to play ${name}; stream not found.`,
  };
}
