import type { AudioCodec } from './audio-codec.js';
import { audioFourCc, EX_AUDIO, LEGACY_AUDIO_CODECS } from './audio-codec.js';
import type { SoundFormat } from './sound-format.js';
import { SOUND_RATES } from './sound-format.js';

/** 44,100 Hz, 16 bit, stereo: what the first byte of AAC says of any sound (Adobe FLV 10.1, annex E.4.2.1). */
const AAC = 0xaf;
const AAC_SEQUENCE_HEADER = 0;
const AAC_RAW = 1;

const SEQUENCE_START = 0;
const CODED_FRAMES = 1;

/** Of uncompressed sound; the others say 16. */
export type SampleBits = 8 | 16;

/**
 * The payload of an audio sequence header: AAC in its legacy form, which everybody reads, other codecs by their
 * FourCC (Enhanced RTMP v2, ExAudioTagHeader).
 *
 * @param configuration AudioSpecificConfig; the identification header of Opus; `fLaC` and STREAMINFO
 * @throws {RangeError} for a codec without sequence header
 */
export function writeAudioSequenceHeader(codec: AudioCodec, configuration: Uint8Array): Uint8Array {
  if (codec === 'aac') return payload([AAC, AAC_SEQUENCE_HEADER], configuration);
  return payload([(EX_AUDIO << 4) | SEQUENCE_START, ...fourCcBytes(codec)], configuration);
}

/**
 * The payload of an audio frame: the codecs of Flash in their legacy form, others by their FourCC.
 *
 * @param sound what the header of a legacy codec is to tell; means nothing for others and for AAC. A rate that
 *   the header has no bits for becomes the nearest one: the frames of MP3 have their own.
 */
export function writeAudioFrame(
  codec: AudioCodec,
  body: Uint8Array,
  sound: SoundFormat = { sampleRate: 44_100, channels: 2 },
  sampleBits: SampleBits = 16,
): Uint8Array {
  if (codec === 'aac') return payload([AAC, AAC_RAW], body);
  const format = LEGACY_AUDIO_CODECS.indexOf(codec);
  if (format < 0) return payload([(EX_AUDIO << 4) | CODED_FRAMES, ...fourCcBytes(codec)], body);
  const size = sampleBits === 16 ? 2 : 0;
  return payload([(format << 4) | (nearestRate(sound.sampleRate) << 2) | size | (sound.channels > 1 ? 1 : 0)], body);
}

/** The index of the rate that is the nearest by ratio. */
function nearestRate(sampleRate: number): number {
  let nearest = 0;
  for (let i = 1; i < SOUND_RATES.length; i++) {
    if (sampleRate * sampleRate > SOUND_RATES[i - 1]! * SOUND_RATES[i]!) nearest = i;
  }
  return nearest;
}

function fourCcBytes(codec: AudioCodec): readonly number[] {
  const code = audioFourCc(codec);
  if (code === undefined) throw new RangeError(`${codec} has no sequence header`);
  return [code >>> 24, (code >>> 16) & 0xff, (code >>> 8) & 0xff, code & 0xff];
}

function payload(header: readonly number[], body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(header.length + body.length);
  bytes.set(header);
  bytes.set(body, header.length);
  return bytes;
}
