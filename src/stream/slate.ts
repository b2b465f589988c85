import type { AudioCodec } from '../media/audio-codec.js';
import type { MediaMessage } from '../media/media-message.js';
import type { VideoCodec } from '../media/video-codec.js';

/** The codecs of sound and picture, as far as there is any. */
export interface Codecs {
  readonly video: VideoCodec | undefined;
  readonly audio: AudioCodec | undefined;
}

/**
 * What a stream shows while its publisher is gone: a file, round and round. Immutable, and shared by all
 * streams that show it; `SlateBuilder` makes it.
 */
export interface Slate {
  /** onMetaData without what is true of a file only; undefined if there is none. */
  readonly metadata: MediaMessage | undefined;
  /**
   * One round: sequence headers, then frames from a key frame on (of a file without picture, from its first sound).
   * Timestamps begin with 0 and never go back.
   */
  readonly messages: readonly MediaMessage[];
  /** Milliseconds of one round, to the end of its last frame; at least a second. */
  readonly duration: number;
  readonly codecs: Codecs;
}
