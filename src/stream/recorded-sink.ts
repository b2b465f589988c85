import type { MediaBatch } from '../media/media-batch.js';

/** Why a recorded player is through. */
export type RecordedEnd = 'end-of-media' | 'length-reached';

/** Whatever receives recorded media. It is called by its player alone, and never throws. */
export interface RecordedSink {
  /** Bytes this sink has taken and the network has not. */
  readonly queuedBytes: number;
  /** Milliseconds until its bandwidth allows more; 0 for now. */
  bandwidthDelay(): number;
  /** Calls `callback` once, when everything queued has been taken; never if the sink is gone. */
  whenDrained(callback: () => void): void;
  /** Media follows, its first frame at `time` (milliseconds of the media). */
  begins(time: number): void;
  /** @param isWhole a segment as it is in the media, with nothing of a seek in it */
  write(batch: MediaBatch, isWhole?: boolean): void;
  /** The buffer of the client is as full as it wants it: nothing more comes until some of it has been played. */
  bufferFilled(): void;
  /** After {@link bufferFilled}: more comes. */
  sendingGoesOn(): void;
  /** Everything has been written. */
  ended(why: RecordedEnd): void;
  /** The media cannot be read any further. */
  failed(error: unknown): void;
}
