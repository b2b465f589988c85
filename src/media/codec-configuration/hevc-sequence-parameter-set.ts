import { MediaError, orUndefined, reading } from '../media-error.js';
import { ParameterSetBits } from './parameter-set-bits.js';
import type { PictureFormat } from './picture-format.js';
import { frameRateOf, pictureFormat } from './picture-format.js';
import { skipVideoUsabilityStart } from './video-usability.js';

const MAX_SHORT_TERM_SETS = 64;
const MAX_LONG_TERM_PICTURES = 32;
const MAX_PICTURES = 16;

/**
 * Reads the picture size and frame rate of an HEVC sequence parameter set (ITU-T H.265, 7.3.2.2 and E.2.1).
 *
 * @param nal the NAL unit with its two header bytes
 * @throws {MediaError}
 */
export function readHevcSequenceParameterSet(nal: Uint8Array): PictureFormat {
  return reading('HEVC sequence parameter set', () => {
    const bits = new ParameterSetBits(nal);
    bits.skip(16 + 4);
    const subLayers = bits.bits(3); // sps_max_sub_layers_minus1
    bits.skip(1);
    skipProfileTierLevel(bits, subLayers);
    bits.ue(); // sps_seq_parameter_set_id
    const chromaFormat = bits.ue();
    if (chromaFormat === 3) bits.skip(1); // separate_colour_plane_flag
    let width = bits.ue();
    let height = bits.ue();
    if (bits.flag()) {
      width -= (bits.ue() + bits.ue()) * (chromaFormat === 1 || chromaFormat === 2 ? 2 : 1);
      height -= (bits.ue() + bits.ue()) * (chromaFormat === 1 ? 2 : 1);
    }
    const frameRate = orUndefined(() => reading('HEVC frame rate', () => readFrameRate(bits, subLayers)));
    return pictureFormat(width, height, frameRate);
  });
}

function skipProfileTierLevel(bits: ParameterSetBits, subLayers: number): void {
  bits.skip(88 + 8);
  if (subLayers === 0) return;
  let size = 0;
  for (let i = 0; i < 8; i++) {
    const profilePresent = bits.flag();
    const levelPresent = bits.flag();
    if (i < subLayers) size += (profilePresent ? 88 : 0) + (levelPresent ? 8 : 0);
  }
  bits.skip(size);
}

/** Everything between bit depth and timing has to be passed to get there. */
function readFrameRate(bits: ParameterSetBits, subLayers: number): number | undefined {
  bits.ue(); // bit_depth_luma_minus8
  bits.ue(); // bit_depth_chroma_minus8
  const pictureOrderBits = bits.count(12, 'more bits of picture order count') + 4;
  for (let layer = bits.flag() ? 0 : subLayers; layer <= subLayers; layer++) skipUe(bits, 3);
  skipUe(bits, 6); // block sizes and transform depths
  if (bits.flag() && bits.flag()) skipScalingLists(bits);
  bits.skip(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
  if (bits.flag()) {
    bits.skip(8);
    skipUe(bits, 2);
    bits.skip(1);
  }
  skipShortTermSets(bits);
  if (bits.flag()) {
    const pictures = bits.count(MAX_LONG_TERM_PICTURES, 'long-term reference pictures');
    bits.skip(pictures * (pictureOrderBits + 1));
  }
  bits.skip(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
  if (!bits.flag()) return undefined;
  skipVideoUsabilityStart(bits);
  bits.skip(3); // neutral_chroma_indication_flag, field_seq_flag, frame_field_info_present_flag
  if (bits.flag()) skipUe(bits, 4); // default display window
  if (!bits.flag()) return undefined;
  const unitsInTick = bits.bits(32);
  const timeScale = bits.bits(32);
  return frameRateOf(timeScale, unitsInTick);
}

function skipUe(bits: ParameterSetBits, count: number): void {
  for (let i = 0; i < count; i++) bits.ue();
}

/** scaling_list_data, 7.3.4 */
function skipScalingLists(bits: ParameterSetBits): void {
  for (let size = 0; size < 4; size++) {
    for (let matrix = 0; matrix < 6; matrix += size === 3 ? 3 : 1) {
      if (!bits.flag()) {
        bits.ue();
        continue;
      }
      if (size > 1) bits.se();
      skipUe(bits, Math.min(64, 1 << (4 + 2 * size)));
    }
  }
}

/** st_ref_pic_set, 7.3.7: a set may be told as a change of the one before it. */
function skipShortTermSets(bits: ParameterSetBits): void {
  const sets = bits.count(MAX_SHORT_TERM_SETS, 'short-term reference picture sets');
  let pictures = 0;
  for (let set = 0; set < sets; set++) {
    if (set > 0 && bits.flag()) {
      bits.skip(1); // delta_rps_sign
      bits.ue(); // abs_delta_rps_minus1
      let kept = 0;
      for (let i = 0; i <= pictures; i++) if (bits.flag() || bits.flag()) kept++;
      pictures = kept;
    } else {
      const before = bits.count(MAX_PICTURES, 'reference pictures');
      const after = bits.count(MAX_PICTURES, 'reference pictures');
      pictures = before + after;
      for (let i = 0; i < pictures; i++) {
        bits.ue();
        bits.skip(1);
      }
    }
    if (pictures > MAX_PICTURES) throw new MediaError('malformed', `${pictures} reference pictures in a set`);
  }
}
