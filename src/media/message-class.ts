import type { AudioCodec } from './audio-codec.js';
import type { VideoCodec } from './video-codec.js';

/** What a message means to those who relay, cache or drop it; `classify` makes it. */
export interface MessageClass {
  /** Of track 0, or else of the first track. Undefined for data, silence, and what is not recognised. */
  readonly codec: VideoCodec | AudioCodec | undefined;
  /** The track ids of the message, ascending; empty for data and for what is not recognised. */
  readonly tracks: readonly number[];
  /** Codec data follows: no sequence header, metadata or command. */
  readonly isFrame: boolean;
  readonly isSequenceHeader: boolean;
  /** Sequence header, multichannel configuration or colour metadata: a late player needs the newest of each. */
  readonly isConfiguration: boolean;
  /**
   * Names what a configuration replaces, as `video:0:sequence-header`, `audio:1:multichannel-config` or, with
   * several tracks in one message, `video:0+1:sequence-header`; undefined for everything else.
   */
  readonly configurationKey: string | undefined;
  /**
   * The keys of what no longer holds once this sequence header differs from the one before it: colour
   * metadata or the multichannel configuration of its tracks, and their own sequence headers.
   */
  readonly outdatedKeys: readonly string[];
  /**
   * A player can begin here: a key frame of video, of track 0 (alone or among others). A key frame of
   * another track alone is no place to begin.
   */
  readonly isKeyFrame: boolean;
  readonly isInter: boolean;
  /** Nothing refers to it: the first to go when a player is slow. */
  readonly isDisposable: boolean;
}

/** Data messages, and payloads that are not recognised: relayed as they are. */
export const OPAQUE: MessageClass = {
  codec: undefined,
  tracks: [],
  isFrame: false,
  isSequenceHeader: false,
  isConfiguration: false,
  configurationKey: undefined,
  outdatedKeys: [],
  isKeyFrame: false,
  isInter: false,
  isDisposable: false,
};
