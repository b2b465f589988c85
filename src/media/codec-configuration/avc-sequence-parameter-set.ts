import { reading } from '../media-error.js';
import { ParameterSetBits } from './parameter-set-bits.js';
import type { PictureFormat } from './picture-format.js';
import { frameRateOf, pictureFormat } from './picture-format.js';
import { skipVideoUsabilityStart } from './video-usability.js';

/** Profiles whose parameter sets say chroma format, bit depth and scaling matrices (H.264 7.3.2.1.1). */
const HIGH_PROFILES: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

const MACROBLOCK = 16;

/**
 * Reads the picture size and frame rate of an AVC sequence parameter set (ITU-T H.264, 7.3.2.1.1 and E.1.1).
 *
 * @param nal the NAL unit with its header byte
 * @throws {MediaError}
 */
export function readAvcSequenceParameterSet(nal: Uint8Array): PictureFormat {
  return reading('AVC sequence parameter set', () => readSequenceParameterSet(new ParameterSetBits(nal)));
}

function readSequenceParameterSet(bits: ParameterSetBits): PictureFormat {
  bits.skip(8);
  const profile = bits.bits(8);
  bits.skip(16);
  bits.ue(); // seq_parameter_set_id
  const chromaFormat = HIGH_PROFILES.has(profile) ? readHighProfile(bits) : 1;
  bits.ue(); // log2_max_frame_num_minus4
  skipPictureOrderCount(bits);
  bits.ue(); // max_num_ref_frames
  bits.skip(1); // gaps_in_frame_num_value_allowed_flag
  const widthInMacroblocks = bits.ue() + 1;
  const heightInMapUnits = bits.ue() + 1;
  const framesOnly = bits.flag();
  if (!framesOnly) bits.skip(1); // mb_adaptive_frame_field_flag
  bits.skip(1); // direct_8x8_inference_flag
  const fields = framesOnly ? 1 : 2;
  let width = widthInMacroblocks * MACROBLOCK;
  let height = heightInMapUnits * MACROBLOCK * fields;
  if (bits.flag()) {
    const horizontalUnit = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
    const verticalUnit = (chromaFormat === 1 ? 2 : 1) * fields;
    width -= (bits.ue() + bits.ue()) * horizontalUnit;
    height -= (bits.ue() + bits.ue()) * verticalUnit;
  }
  return pictureFormat(width, height, bits.flag() ? readFrameRate(bits) : undefined);
}

/** Answers the chroma array type: 0 also when the three colour planes are coded apart. */
function readHighProfile(bits: ParameterSetBits): number {
  const chromaFormat = bits.ue();
  const separatePlanes = chromaFormat === 3 && bits.flag();
  bits.ue(); // bit_depth_luma_minus8
  bits.ue(); // bit_depth_chroma_minus8
  bits.skip(1); // qpprime_y_zero_transform_bypass_flag
  if (bits.flag()) {
    for (let list = 0; list < (chromaFormat === 3 ? 12 : 8); list++) {
      if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
    }
  }
  return separatePlanes ? 0 : chromaFormat;
}

function skipScalingList(bits: ParameterSetBits, size: number): void {
  let scale = 8;
  for (let i = 0; i < size; i++) {
    scale = (scale + bits.se()) & 0xff;
    if (scale === 0) return;
  }
}

function skipPictureOrderCount(bits: ParameterSetBits): void {
  const type = bits.ue();
  if (type === 0) bits.ue(); // log2_max_pic_order_cnt_lsb_minus4
  if (type !== 1) return;
  bits.skip(1); // delta_pic_order_always_zero_flag
  bits.se();
  bits.se();
  const cycle = bits.count(255, 'reference frames in a picture order count cycle');
  for (let i = 0; i < cycle; i++) bits.se();
}

/** A tick is the time of a field, so a frame takes two. */
function readFrameRate(bits: ParameterSetBits): number | undefined {
  skipVideoUsabilityStart(bits);
  if (!bits.flag()) return undefined;
  const unitsInTick = bits.bits(32);
  const timeScale = bits.bits(32);
  return frameRateOf(timeScale, unitsInTick * 2);
}
