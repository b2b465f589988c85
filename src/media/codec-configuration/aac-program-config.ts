import type { BitReader } from '../../bytes/bit-reader.js';

/**
 * Reads a program_config_element (ISO/IEC 14496-3, 4.4.1.1) to its end and answers how many channels it
 * lists: at most 15 elements each in front, at the sides and behind, and three for low frequencies.
 */
export function readProgramConfig(bits: BitReader): number {
  bits.skip(4 + 2 + 4); // element_instance_tag, object_type, sampling_frequency_index
  const withPairs = bits.bits(4) + bits.bits(4) + bits.bits(4);
  const lowFrequency = bits.bits(2);
  const associatedData = bits.bits(3);
  const coupling = bits.bits(4);
  if (bits.flag()) bits.skip(4); // mono_mixdown
  if (bits.flag()) bits.skip(4); // stereo_mixdown
  if (bits.flag()) bits.skip(3); // matrix_mixdown
  let channels = lowFrequency;
  for (let element = 0; element < withPairs; element++) {
    channels += bits.flag() ? 2 : 1;
    bits.skip(4);
  }
  bits.skip(4 * lowFrequency + 4 * associatedData + 5 * coupling);
  bits.align();
  bits.skip(8 * bits.bits(8)); // comment
  return channels;
}
