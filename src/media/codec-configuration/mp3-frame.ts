import { ByteReader } from '../../bytes/byte-reader.js';
import { MediaError, reading } from '../media-error.js';

/** What the four bytes in front of each MPEG audio frame say. */
export interface Mp3Frame {
  readonly codec: 'mp3';
  readonly mpegVersion: 1 | 2 | 2.5;
  readonly layer: 1 | 2 | 3;
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Bits per second; 0 for free format. */
  readonly bitrate: number;
  readonly samples: number;
  /** Bytes with the header; 0 for free format. */
  readonly size: number;
}

/** Bytes that {@link readMp3Frame} needs. */
export const MP3_HEADER_SIZE = 4;

const VERSIONS = [2.5, undefined, 2, 1] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;
const RATE_DIVISORS = { 1: 1, 2: 2, 2.5: 4 } as const;

/** kbit/s by bitrate index: MPEG 1 layers 1 to 3, then MPEG 2 and 2.5 layer 1, and layers 2 and 3. */
const BITRATES = {
  v1l1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  v1l2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  v1l3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2l1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  v2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

/**
 * Reads an MPEG audio frame header (ISO/IEC 11172-3, 2.4.1.3, and 13818-3).
 *
 * @param bytes from the frame's first byte on
 * @throws {MediaError} malformed, also when there is no frame
 */
export function readMp3Frame(bytes: Uint8Array): Mp3Frame {
  return reading('MPEG audio frame', () => {
    const frame = mp3FrameOf(new ByteReader(bytes).u32());
    if (frame === undefined) throw new MediaError('malformed', 'no MPEG audio frame, or reserved values in its header');
    return frame;
  });
}

/** What the first four bytes of a frame say, as one big-endian number; undefined if they are not those of a frame. */
export function mp3FrameOf(header: number): Mp3Frame | undefined {
  if (header >>> 21 !== 0x7ff) return undefined;
  const mpegVersion = VERSIONS[(header >>> 19) & 3];
  const layerBits = (header >>> 17) & 3;
  const bitrateIndex = (header >>> 12) & 15;
  const baseRate = SAMPLE_RATES[(header >>> 10) & 3];
  if (mpegVersion === undefined || layerBits === 0 || bitrateIndex === 15 || baseRate === undefined) return undefined;
  const layer = (4 - layerBits) as 1 | 2 | 3;
  const sampleRate = baseRate / RATE_DIVISORS[mpegVersion];
  const bitrate = bitrates(mpegVersion, layer)[bitrateIndex]! * 1000;
  const padding = (header >>> 9) & 1;
  const samples = layer === 1 ? 384 : layer === 3 && mpegVersion !== 1 ? 576 : 1152;
  const slot = layer === 1 ? 4 : 1;
  const size = bitrate === 0 ? 0 : (Math.floor((samples * bitrate) / (8 * slot * sampleRate)) + padding) * slot;
  const channels = ((header >>> 6) & 3) === 3 ? 1 : 2;
  return { codec: 'mp3', mpegVersion, layer, sampleRate, channels, bitrate, samples, size };
}

function bitrates(mpegVersion: number, layer: 1 | 2 | 3): readonly number[] {
  if (mpegVersion !== 1) return layer === 1 ? BITRATES.v2l1 : BITRATES.v2;
  return layer === 1 ? BITRATES.v1l1 : layer === 2 ? BITRATES.v1l2 : BITRATES.v1l3;
}
