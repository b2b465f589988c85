import { BitReader } from '../bytes/bit-reader.js';
import type { AudioCodec } from '../media/audio-codec.js';
import type { AacConfiguration } from '../media/codec-configuration/aac-configuration.js';
import { readMp3Frame } from '../media/codec-configuration/mp3-frame.js';
import { orUndefined, reading } from '../media/media-error.js';
import { ac3Samples } from './ac3-boxes.js';

/** How many samples a frame decodes to, at the sample rate of the track; undefined if the frame does not tell. */
export type FrameSamples = (frame: Uint8Array) => number | undefined;

const AAC_FRAME = 1024;
const AAC_LOW_DELAY_FRAME = 512;
const LOW_DELAY: ReadonlySet<number> = new Set([23, 39]);

/** All frames of AAC are of one length: with SBR they decode to more samples than the core has. */
export function aacFrameSamples({ objectType, sampleRate, coreSampleRate }: AacConfiguration): FrameSamples {
  const core = LOW_DELAY.has(objectType) ? AAC_LOW_DELAY_FRAME : AAC_FRAME;
  const samples = Math.round((core * sampleRate) / coreSampleRate);
  return () => samples;
}

/** For the other codecs, whose frames tell. */
export function frameSamples(codec: Exclude<AudioCodec, 'aac'>): FrameSamples {
  switch (codec) {
    case 'mp3':
    case 'mp3-8k':
      return mp3Samples;
    case 'opus':
      return opusSamples;
    case 'flac':
      return (frame) => orUndefined(() => reading('FLAC frame', () => flacSamples(frame)));
    case 'ac3':
    case 'eac3':
      return (frame) => orUndefined(() => reading('AC-3 frame', () => ac3Samples(codec, frame)));
    default:
      return () => undefined;
  }
}

/** A message may hold several frames. */
function mp3Samples(message: Uint8Array): number | undefined {
  let samples = 0;
  for (let at = 0; at < message.length;) {
    const frame = orUndefined(() => readMp3Frame(message.subarray(at)));
    if (frame === undefined) break;
    samples += frame.samples;
    if (frame.size === 0) break;
    at += frame.size;
  }
  return samples === 0 ? undefined : samples;
}

/** Samples at 48,000 Hz by configuration (RFC 6716, 3.1): SILK, hybrid, CELT. */
const SILK = [480, 960, 1920, 2880] as const;
const HYBRID = [480, 960] as const;
const CELT = [120, 240, 480, 960] as const;
const MAX_OPUS_SAMPLES = 5760;

function opusSamples(packet: Uint8Array): number | undefined {
  const first = packet[0];
  if (first === undefined) return undefined;
  const configuration = first >> 3;
  const samples =
    configuration < 12
      ? SILK[(configuration & 3) as 0 | 1 | 2 | 3]
      : configuration < 16
        ? HYBRID[(configuration & 1) as 0 | 1]
        : CELT[(configuration & 3) as 0 | 1 | 2 | 3];
  const frames = [1, 2, 2, (packet[1] ?? 0) & 0x3f][first & 3]!;
  const total = frames * samples;
  return total === 0 || total > MAX_OPUS_SAMPLES ? undefined : total;
}

const FLAC_SYNC = 0x3ffe;

/** RFC 9639, 9.1: the block size bits, and for two values of them a number behind the frame number. */
function flacSamples(frame: Uint8Array): number | undefined {
  const bits = new BitReader(frame);
  if (bits.bits(14) !== FLAC_SYNC) return undefined;
  bits.skip(2);
  const code = bits.bits(4);
  if (code === 0) return undefined;
  if (code === 1) return 192;
  if (code <= 5) return 144 << code;
  if (code >= 8) return 1 << code;
  bits.skip(4 + 8); // sample rate, channels, sample size
  bits.skip(8 * (utf8Bytes(bits.bits(8)) - 1));
  return bits.bits(code === 6 ? 8 : 16) + 1;
}

/** Bytes of the frame number, which is coded like a character of UTF-8, by its first byte. */
function utf8Bytes(first: number): number {
  return first < 0x80 ? 1 : Math.min(7, Math.clz32(((~first & 0xff) << 24) | 1));
}
