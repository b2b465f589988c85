import { ByteReader } from '../../bytes/byte-reader.js';
import { reading } from '../media-error.js';

/** VPCodecConfigurationRecord: the body of a VP8 or VP9 sequence header and of a vpcC box. */
export interface VpxConfiguration {
  readonly codec: 'vp8' | 'vp9';
  readonly profile: number;
  /** Ten times the level, 0 when unknown. */
  readonly level: number;
  readonly bitDepth: number;
}

const VERSION_1 = 0x01000000;
const RECORD = 8;

/**
 * Reads a VP codec configuration (VP Codec ISO Media File Format Binding, 1.0). ffmpeg writes the four
 * bytes of the vpcC box's version and flags in front of the record: they are stepped over.
 *
 * @throws {MediaError}
 */
export function readVpxConfiguration(codec: 'vp8' | 'vp9', bytes: Uint8Array): VpxConfiguration {
  return reading('VP configuration', () => {
    const boxed = bytes.length >= 4 + RECORD && new ByteReader(bytes).u32() === VERSION_1;
    const reader = new ByteReader(boxed ? bytes.subarray(4) : bytes);
    const profile = reader.u8();
    const level = reader.u8();
    const bitDepth = reader.u8() >> 4;
    reader.skip(RECORD - 3); // colour description, size of initialization data
    return { codec, profile, level, bitDepth };
  });
}
