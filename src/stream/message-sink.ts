import type { MediaBatch } from '../media/media-batch.js';

/** Why a stream let a player go. */
export type PlayerEnd = 'too-slow' | 'length-reached';

/**
 * The listening window: whatever receives the media of a live stream, be it a NetStream that plays,
 * a recorder, or a push to another server. Calls never throw; a sink that is closed ignores them.
 */
export interface MessageSink {
  /** The client that it plays for, and that client's address; undefined where the server itself takes the media. */
  readonly clientId: string | undefined;
  readonly address: string | undefined;
  /** It records: it is not counted among the players. */
  readonly isRecorder?: boolean;
  /** Bytes this sink has taken and the network has not, or would not have if its bandwidth is capped. */
  readonly queuedBytes: number;
  /** Takes a batch; all sinks in step are handed the very same one. */
  write(batch: MediaBatch): void;
  /** A publisher began while this sink was waiting; its media follows. */
  published(): void;
  /** The publisher ended; the sink stays and hears {@link published} when there is a new one. */
  unpublished(): void;
  /** The stream has let this player go and will not write again. */
  ended(why: PlayerEnd): void;
}
