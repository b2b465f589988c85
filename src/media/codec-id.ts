import type { AudioCodec } from './audio-codec.js';
import { audioFourCc, LEGACY_AUDIO_CODECS } from './audio-codec.js';
import type { VideoCodec } from './video-codec.js';
import { LEGACY_VIDEO_CODECS, videoFourCc } from './video-codec.js';

/** The ids from here on were not given by Adobe. */
const ADOBES_VIDEO_CODECS = 8;

/** What FLV calls a codec: its number (7 is H.264, 10 AAC), or for those that have none its FourCC, as `hvc1`. */
export function codecId(kind: 'audio', codec: AudioCodec): number | string;
export function codecId(kind: 'video', codec: VideoCodec): number | string;
export function codecId(...[kind, codec]: ['audio', AudioCodec] | ['video', VideoCodec]): number | string {
  const known =
    kind === 'audio'
      ? LEGACY_AUDIO_CODECS.indexOf(codec)
      : LEGACY_VIDEO_CODECS.slice(0, ADOBES_VIDEO_CODECS).indexOf(codec);
  if (known >= 0) return known;
  const fourCc = kind === 'audio' ? audioFourCc(codec) : videoFourCc(codec);
  return fourCc === undefined ? codec : String.fromCharCode(...[24, 16, 8, 0].map((bits) => (fourCc >>> bits) & 0xff));
}
