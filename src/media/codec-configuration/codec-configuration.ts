import type { AudioCodec } from '../audio-codec.js';
import type { VideoCodec } from '../video-codec.js';
import type { AacConfiguration } from './aac-configuration.js';
import { readAacConfiguration } from './aac-configuration.js';
import type { Av1Configuration } from './av1-configuration.js';
import { readAv1Configuration } from './av1-configuration.js';
import type { AvcConfiguration } from './avc-configuration.js';
import { readAvcConfiguration } from './avc-configuration.js';
import type { FlacConfiguration } from './flac-configuration.js';
import { readFlacConfiguration } from './flac-configuration.js';
import type { HevcConfiguration } from './hevc-configuration.js';
import { readHevcConfiguration } from './hevc-configuration.js';
import type { OpusConfiguration } from './opus-configuration.js';
import { readOpusConfiguration } from './opus-configuration.js';
import type { VpxConfiguration } from './vpx-configuration.js';
import { readVpxConfiguration } from './vpx-configuration.js';

export type VideoConfiguration = AvcConfiguration | HevcConfiguration | Av1Configuration | VpxConfiguration;
export type AudioConfiguration = AacConfiguration | OpusConfiguration | FlacConfiguration;

/**
 * Reads the body of a video sequence header.
 *
 * @returns undefined when there is none: the codec has no record that is read here, or the body is empty,
 *   as the first of ffmpeg's two AV1 sequence headers
 * @throws {MediaError}
 */
export function readVideoConfiguration(codec: VideoCodec, body: Uint8Array): VideoConfiguration | undefined {
  if (body.length === 0) return undefined;
  switch (codec) {
    case 'avc':
      return readAvcConfiguration(body);
    case 'hevc':
      return readHevcConfiguration(body);
    case 'av1':
      return readAv1Configuration(body);
    case 'vp8':
    case 'vp9':
      return readVpxConfiguration(codec, body);
    default:
      return undefined;
  }
}

/**
 * Reads the body of an audio sequence header.
 *
 * @returns undefined when there is none: the codec has no record, or the body is empty, as Opus may have it
 * @throws {MediaError}
 */
export function readAudioConfiguration(codec: AudioCodec, body: Uint8Array): AudioConfiguration | undefined {
  if (body.length === 0) return undefined;
  switch (codec) {
    case 'aac':
      return readAacConfiguration(body);
    case 'opus':
      return readOpusConfiguration(body);
    case 'flac':
      return readFlacConfiguration(body);
    default:
      return undefined;
  }
}
