import type { MediaMessage } from '../media/media-message.js';
import type { ItemFailure } from './playlist-item.js';

/** Plays one item of a playlist. */
export interface ItemFeed {
  /** Milliseconds of the item that were sent. */
  readonly position: number;
  /** Where it ends on the stream if it is cut off now (milliseconds). */
  readonly end: number;
  /** Sends nothing more and lets go of what it has. Calling it again does nothing. */
  stop(): void;
}

/** Takes what an item sends, and hears what becomes of it. None of these is called after `stop`. */
export interface ItemFeedListener {
  /** Its first message follows. */
  began(): void;
  /** At the time of the stream. */
  message(message: MediaMessage): void;
  /** It is over before long: what comes next is to be made ready. */
  nearEnd(): void;
  /**
   * It is over.
   *
   * @param end where it ended on the stream (milliseconds)
   * @param at when that is, or was (milliseconds, monotonic)
   * @param mayReturn it is a live stream whose publication ended, and there may be another one
   */
  over(end: number, at: number, mayReturn?: boolean): void;
  /** Nothing of it could be sent. */
  failed(why: ItemFailure, error?: unknown): void;
  /** It broke off; {@link over} follows. */
  broke(error: unknown): void;
}
