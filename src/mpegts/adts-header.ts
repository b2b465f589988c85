import type { AacConfiguration } from '../media/codec-configuration/aac-configuration.js';

/** Bytes in front of each frame, without a checksum. */
export const ADTS_HEADER_SIZE = 7;
const MAX_FRAME = 0x1fff;
const RATES: readonly number[] = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

/** Whether ADTS can tell what the configuration says: main, LC, SSR or LTP, of a usual rate, with a channel number. */
export function fitsAdts({ objectType, coreSampleRate, channelConfiguration }: AacConfiguration): boolean {
  const hasChannels = channelConfiguration >= 1 && channelConfiguration <= 7;
  return objectType >= 1 && objectType <= 4 && RATES.includes(coreSampleRate) && hasChannels;
}

/**
 * The ADTS header of a frame of AAC (ISO/IEC 14496-3, 1.A.2.2). HE-AAC is told as its core, which is how every decoder
 * expects it. Undefined for a frame that is longer than the header can tell.
 */
export function adtsHeader(configuration: AacConfiguration, frameLength: number): Uint8Array | undefined {
  const length = frameLength + ADTS_HEADER_SIZE;
  if (length > MAX_FRAME) return undefined;
  const { objectType, coreSampleRate, channelConfiguration: channels } = configuration;
  const rate = RATES.indexOf(coreSampleRate);
  return Uint8Array.of(
    0xff,
    0xf1,
    ((objectType - 1) << 6) | (rate << 2) | (channels >> 2),
    ((channels & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    ((length & 7) << 5) | 0x1f,
    0xfc,
  );
}
