import type { MediaMessage } from '../media/media-message.js';

/** Makes the pieces of a container out of the messages of a stream. */
export interface SegmentMuxer {
  accept(message: MediaMessage): void;
  /** All that was accepted since the last time, as a piece of its own; undefined if there is nothing of it. */
  take(): Uint8Array | undefined;
}
