import type { LivePlayer } from './live-player.js';
import type { LiveStream } from './live-stream.js';
import type { LiveTotalsSnapshot } from './live-totals.js';
import type { Loss } from './player-queue.js';
import type { StreamHealth } from './stream-statistics.js';

/** How one player of a live stream does. */
export interface PlayerSnapshot {
  /** The client that plays; undefined if the server itself does. */
  readonly clientId: string | undefined;
  readonly address: string | undefined;
  /** Bytes are of payload. */
  readonly sent: { readonly messages: number; readonly bytes: number; readonly bytesPerSecond: number };
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
  /** Of the publication that is on. */
  readonly health: StreamHealth;
  /** Since the stream exists. */
  readonly totals: LiveTotalsSnapshot;
  /** Bytes of payload, to all players together. */
  readonly sentPerSecond: number;
  readonly gopCache: { readonly messages: number; readonly bytes: number };
  readonly players: readonly PlayerSnapshot[];
  /** Recordings of it that run. */
  readonly recorders: number;
}

/** @param now milliseconds of the clock that the stream goes by */
export function liveStreamSnapshot(stream: LiveStream, now: number): LiveStreamSnapshot {
  const players = [...stream.players].filter(({ sink }) => sink.isRecorder !== true);
  return {
    name: stream.name,
    publisher: stream.publisher?.clientId,
    health: stream.statistics.health(now),
    totals: stream.totals.snapshot,
    sentPerSecond: Math.round(stream.sentRate.perSecond(now)),
    gopCache: stream.beginning.gopCache,
    players: players.map((player) => playerSnapshot(player, stream.byteRate, now)),
    recorders: stream.players.size - players.length,
  };
}

function playerSnapshot(player: LivePlayer, byteRate: number, now: number): PlayerSnapshot {
  const { sink, queue, messagesSent: messages, bytesSent: bytes, sentRate, paused } = player;
  const { queuedBytes, clientId, address } = sink;
  return {
    clientId,
    address,
    sent: { messages, bytes, bytesPerSecond: Math.round(sentRate.perSecond(now)) },
    drops: { ...queue.drops },
    queuedBytes: Math.round(queuedBytes),
    delay: byteRate === 0 ? 0 : Math.round((queuedBytes * 1000) / byteRate),
    paused,
  };
}
