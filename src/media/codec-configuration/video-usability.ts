import type { ParameterSetBits } from './parameter-set-bits.js';

const EXTENDED_ASPECT_RATIO = 255;

/**
 * Skips what the video usability information of AVC and HEVC has in common and in the same order:
 * aspect ratio, overscan, video signal type, chroma location (H.264 E.1.1, H.265 E.2.1).
 */
export function skipVideoUsabilityStart(bits: ParameterSetBits): void {
  if (bits.flag() && bits.bits(8) === EXTENDED_ASPECT_RATIO) bits.skip(32);
  if (bits.flag()) bits.skip(1);
  if (bits.flag()) {
    bits.skip(4);
    if (bits.flag()) bits.skip(24);
  }
  if (bits.flag()) {
    bits.ue();
    bits.ue();
  }
}
