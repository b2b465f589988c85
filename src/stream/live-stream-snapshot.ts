import type { LiveStream } from './live-stream.js';
import type { LiveTotalsSnapshot } from './live-totals.js';
import type { StreamHealth } from './stream-statistics.js';

/** How the players of a live stream do, all together: there may be thousands. */
export interface PlayersSnapshot {
  readonly count: number;
  /** What waits for them. */
  readonly queuedBytes: number;
  /** How far behind the stream the slowest is, in milliseconds, estimated from what is queued. */
  readonly delay: number;
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
  readonly players: PlayersSnapshot;
  /** Recordings of it that run. */
  readonly recorders: number;
}

/** @param now milliseconds of the clock that the stream goes by */
export function liveStreamSnapshot(stream: LiveStream, now: number): LiveStreamSnapshot {
  const players = playersSnapshot(stream);
  return {
    name: stream.name,
    publisher: stream.publisher?.clientId,
    health: stream.statistics.health(now),
    totals: stream.totals.snapshot,
    sentPerSecond: Math.round(stream.sentRate.perSecond(now)),
    gopCache: stream.beginning.gopCache,
    players,
    recorders: stream.players.size - players.count,
  };
}

function playersSnapshot({ players, byteRate }: LiveStream): PlayersSnapshot {
  let [count, queuedBytes, longest] = [0, 0, 0];
  for (const { sink } of players) {
    if (sink.isRecorder === true) continue;
    count++;
    const queued = sink.queuedBytes;
    queuedBytes += queued;
    longest = Math.max(longest, queued);
  }
  const delay = byteRate === 0 ? 0 : Math.round((longest * 1000) / byteRate);
  return { count, queuedBytes: Math.round(queuedBytes), delay };
}
