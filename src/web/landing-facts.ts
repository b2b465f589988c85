import type { AudioFormat, VideoFormat } from '../media/media-format.js';

/** What the page at `/` is told, at `/landing.json`. */
export interface LandingFacts {
  readonly version: string;
  /** The port of the RTMP listener. */
  readonly rtmpPort: number;
  /** Where encoders are told to publish; undefined if there is no application. */
  readonly publish: { readonly application: string; readonly needsKey: boolean } | undefined;
  /** Those that may be shown to who asks, {@link MAX_LISTED} at most: those that most play come first. */
  readonly streams: readonly ListedStream[];
  /** How many more there are. */
  readonly unlisted: number;
  /** Applications with a page of their own, at `/pages/<application>/`. */
  readonly pages: readonly string[];
}

/** A live stream that somebody publishes. */
export interface ListedStream {
  readonly application: string;
  readonly instance: string;
  readonly name: string;
  readonly players: number;
  /** Of payload. */
  readonly bytesPerSecond: number;
  readonly framesPerSecond: number;
  readonly video: Pick<VideoFormat, 'codecString' | 'width' | 'height'> | undefined;
  readonly audio: Pick<AudioFormat, 'codecString'> | undefined;
}

export const MAX_LISTED = 200;
