import type { LivePlayer } from './live-player.js';
import type { LiveStream } from './live-stream.js';
import type { Loss } from './player-queue.js';
import type { StreamHealth } from './stream-statistics.js';

/** How one player of a live stream does. */
export interface PlayerSnapshot {
  readonly messagesSent: number;
  /** Messages lost because the player was slow. */
  readonly drops: Readonly<Record<Loss, number>>;
  readonly queuedBytes: number;
  /** How far behind the stream it is, in milliseconds, estimated from what is queued. */
  readonly delay: number;
  readonly paused: boolean;
}

/** A live stream in plain numbers. */
export interface LiveStreamSnapshot {
  readonly name: string;
  /** The client that publishes it. */
  readonly publisher: string | undefined;
  readonly health: StreamHealth;
  readonly gopCache: { readonly messages: number; readonly bytes: number };
  readonly players: readonly PlayerSnapshot[];
}

/** @param now milliseconds of the clock that the stream goes by */
export function liveStreamSnapshot(stream: LiveStream, now: number): LiveStreamSnapshot {
  return {
    name: stream.name,
    publisher: stream.publisher?.clientId,
    health: stream.statistics.health(now),
    gopCache: stream.gopCache,
    players: [...stream.players].map((player) => playerSnapshot(player, stream.byteRate)),
  };
}

function playerSnapshot({ sink, queue, messagesSent, paused }: LivePlayer, byteRate: number): PlayerSnapshot {
  const { queuedBytes } = sink;
  const delay = byteRate === 0 ? 0 : Math.round((queuedBytes * 1000) / byteRate);
  return { messagesSent, drops: { ...queue.drops }, queuedBytes, delay, paused };
}
