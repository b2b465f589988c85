import type { AudioCodec } from './audio-codec.js';
import type { VideoCodec } from './video-codec.js';

/** What a stream's video looks like at the moment, as far as the stream has told. */
export interface VideoFormat {
  readonly codec: VideoCodec;
  /** RFC 6381, as `avc1.64001f`; the codec's own name for those of Flash. */
  readonly codecString: string;
  /** What is shown, in luma samples. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Frames per second as the codec configuration says; many leave it out. */
  readonly frameRate: number | undefined;
}

/** What a stream's audio sounds like at the moment, as far as the stream has told. */
export interface AudioFormat {
  readonly codec: AudioCodec;
  /** RFC 6381, as `mp4a.40.2`; the codec's own name for those of Flash. */
  readonly codecString: string;
  /** Hertz. */
  readonly sampleRate: number | undefined;
  readonly channels: number | undefined;
}

/** Of track 0. */
export interface MediaFormat {
  readonly video: VideoFormat | undefined;
  readonly audio: AudioFormat | undefined;
}

export function sameVideoFormat(a: VideoFormat | undefined, b: VideoFormat | undefined): boolean {
  return (
    a?.codecString === b?.codecString &&
    a?.width === b?.width &&
    a?.height === b?.height &&
    a?.frameRate === b?.frameRate
  );
}

export function sameAudioFormat(a: AudioFormat | undefined, b: AudioFormat | undefined): boolean {
  return a?.codecString === b?.codecString && a?.sampleRate === b?.sampleRate && a?.channels === b?.channels;
}
