import type { MediaMessage } from '../media/media-message.js';

/** Makes the pieces of a container out of the messages of a stream. */
export interface SegmentMuxer {
  /** What a player must be given before the pieces (EXT-X-MAP). Undefined if nothing, or if it is not known yet. */
  readonly header: Uint8Array | undefined;
  /** False if it was not taken: another muxer has to begin with it, because this one cannot go on like that. */
  accept(message: MediaMessage): boolean;
  /**
   * All that was accepted since the last time, as a piece of its own; undefined if there is nothing of it, or not yet.
   *
   * @param next what comes after it, and says so how long the last frame lasts; it is accepted afterwards
   */
  take(next?: MediaMessage): Uint8Array | undefined;
}
