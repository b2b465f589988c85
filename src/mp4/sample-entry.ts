import type { AudioCodec } from '../media/audio-codec.js';
import type { SoundFormat } from '../media/sound-format.js';
import type { VideoCodec } from '../media/video-codec.js';

/** How the samples of a video track are coded. */
export interface VideoEntry {
  readonly kind: 'video';
  readonly codec: VideoCodec;
  /** Type of the sample entry, as `avc1`. */
  readonly type: string;
  /** Body of the sequence header. Of AVC and HEVC it says that lengths have four bytes. */
  readonly configuration: Uint8Array;
  /** Bytes of the length in front of each NAL unit in the file; undefined for codecs without such. */
  readonly nalLengthSize: number | undefined;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** How the samples of an audio track are coded. */
export interface AudioEntry {
  readonly kind: 'audio';
  readonly codec: AudioCodec;
  readonly type: string;
  /** Body of the sequence header; undefined for codecs without one. */
  readonly configuration: Uint8Array | undefined;
  readonly sound: SoundFormat;
}

/** Text of 3GPP (`tx3g`) or of QuickTime (`text`). */
export interface TextEntry {
  readonly kind: 'text';
  readonly type: string;
}

export type SampleEntry = VideoEntry | AudioEntry | TextEntry;
