import type { AudioCodec } from './audio-codec.js';

/** How sound is sampled. */
export interface SoundFormat {
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: number;
}

/** Hertz, as the two rate bits of a legacy audio header count them; 5512 stands for 5512.5. */
export const SOUND_RATES = [5512, 11_025, 22_050, 44_100] as const;

/** These are sampled in one way only, whatever the header bits say. */
const FIXED: ReadonlyMap<AudioCodec, SoundFormat> = new Map<AudioCodec, SoundFormat>([
  ['speex', { sampleRate: 16_000, channels: 1 }],
  ['nellymoser-16k', { sampleRate: 16_000, channels: 1 }],
  ['nellymoser-8k', { sampleRate: 8000, channels: 1 }],
  ['g711a', { sampleRate: 8000, channels: 1 }],
  ['g711u', { sampleRate: 8000, channels: 1 }],
]);

/**
 * The sound format that the first byte of a legacy audio message tells (Adobe FLV 10.1, annex E.4.2.1).
 * Means nothing for AAC, whose configuration has it.
 */
export function readSoundFormat(codec: AudioCodec, first: number): SoundFormat {
  const fixed = FIXED.get(codec);
  if (fixed !== undefined) return fixed;
  const channels = (first & 1) + 1;
  return { sampleRate: codec === 'mp3-8k' ? 8000 : SOUND_RATES[((first >> 2) & 3) as 0 | 1 | 2 | 3], channels };
}
