import { ByteReader } from '../../bytes/byte-reader.js';
import { MediaError, orUndefined, reading } from '../media-error.js';
import { readHevcSequenceParameterSet } from './hevc-sequence-parameter-set.js';
import type { PictureFormat } from './picture-format.js';

/** HEVCDecoderConfigurationRecord: the body of an HEVC sequence header and of an hvcC box. */
export interface HevcConfiguration {
  readonly codec: 'hevc';
  /** 0 to 3. */
  readonly profileSpace: number;
  /** general_profile_idc, as 1 main, 2 main 10, 4 range extensions. */
  readonly profile: number;
  readonly tier: 'main' | 'high';
  /** general_profile_compatibility_flags, 32 bits. */
  readonly compatibility: number;
  /** general_constraint_indicator_flags, six bytes. */
  readonly constraints: Uint8Array;
  /** general_level_idc: thirty times the level. */
  readonly level: number;
  readonly bitDepth: number;
  /** Bytes of the length in front of each NAL unit. */
  readonly nalLengthSize: number;
  /** Video, sequence and picture parameter sets and SEI messages, views into the input. */
  readonly nalUnits: readonly HevcNalUnit[];
  /** Of the first sequence parameter set; undefined when that cannot be read. */
  readonly picture: PictureFormat | undefined;
}

export interface HevcNalUnit {
  /** nal_unit_type: 32 video, 33 sequence, 34 picture parameter set. */
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** A record of an encoder has four or five; several layers bring a few more. */
const MAX_NAL_UNITS = 256;
const SEQUENCE_PARAMETER_SET = 33;

/**
 * Reads an HEVC decoder configuration (ISO/IEC 14496-15, 8.3.3.1).
 *
 * @throws {MediaError}
 */
export function readHevcConfiguration(bytes: Uint8Array): HevcConfiguration {
  return reading('HEVC configuration', () => {
    const reader = new ByteReader(bytes);
    const version = reader.u8();
    // 0 is what muxers wrote before the record was final; ffmpeg reads both.
    if (version > 1) throw new MediaError('unsupported', `HEVC configuration version ${version}`);
    const general = reader.u8();
    const compatibility = reader.u32();
    const constraints = reader.view(6);
    const level = reader.u8();
    reader.skip(4); // segmentation, parallelism, chroma format
    const bitDepth = (reader.u8() & 7) + 8;
    reader.skip(1 + 2); // chroma bit depth, average frame rate
    const nalLengthSize = (reader.u8() & 3) + 1;
    const nalUnits = readArrays(reader);
    const first = nalUnits.find(({ type }) => type === SEQUENCE_PARAMETER_SET);
    return {
      codec: 'hevc',
      profileSpace: general >> 6,
      profile: general & 0x1f,
      tier: (general & 0x20) === 0 ? 'main' : 'high',
      compatibility,
      constraints,
      level,
      bitDepth,
      nalLengthSize,
      nalUnits,
      picture: first && orUndefined(() => readHevcSequenceParameterSet(first.bytes)),
    };
  });
}

function readArrays(reader: ByteReader): HevcNalUnit[] {
  const units: HevcNalUnit[] = [];
  const arrays = reader.u8();
  for (let array = 0; array < arrays; array++) {
    const type = reader.u8() & 0x3f;
    const count = reader.u16();
    for (let i = 0; i < count; i++) {
      if (units.length === MAX_NAL_UNITS) throw new MediaError('malformed', `more than ${MAX_NAL_UNITS} NAL units`);
      units.push({ type, bytes: reader.view(reader.u16()) });
    }
  }
  return units;
}
