import { ByteReader } from '../../bytes/byte-reader.js';
import { MediaError, orUndefined, reading } from '../media-error.js';
import { readAvcSequenceParameterSet } from './avc-sequence-parameter-set.js';
import type { PictureFormat } from './picture-format.js';

/** AVCDecoderConfigurationRecord: the body of an AVC sequence header and of an avcC box. */
export interface AvcConfiguration {
  readonly codec: 'avc';
  /** profile_idc, as 66 baseline, 77 main, 100 high. */
  readonly profile: number;
  /** The constraint flags, as one byte. */
  readonly compatibility: number;
  /** level_idc: ten times the level. */
  readonly level: number;
  /** Bytes of the length in front of each NAL unit. */
  readonly nalLengthSize: number;
  /** NAL units, views into the input. */
  readonly sequenceParameterSets: readonly Uint8Array[];
  readonly pictureParameterSets: readonly Uint8Array[];
  /** Of the first sequence parameter set; undefined when that cannot be read. */
  readonly picture: PictureFormat | undefined;
}

/**
 * Reads an AVC decoder configuration (ISO/IEC 14496-15, 5.3.3.1). What follows the picture parameter sets
 * repeats the sequence parameter set and is not read.
 *
 * @throws {MediaError}
 */
export function readAvcConfiguration(bytes: Uint8Array): AvcConfiguration {
  return reading('AVC configuration', () => {
    const reader = new ByteReader(bytes);
    const version = reader.u8();
    if (version !== 1) throw new MediaError('unsupported', `AVC configuration version ${version}`);
    const profile = reader.u8();
    const compatibility = reader.u8();
    const level = reader.u8();
    const nalLengthSize = (reader.u8() & 3) + 1;
    const sequenceParameterSets = readNalUnits(reader, reader.u8() & 0x1f);
    const pictureParameterSets = readNalUnits(reader, reader.u8());
    const first = sequenceParameterSets[0];
    return {
      codec: 'avc',
      profile,
      compatibility,
      level,
      nalLengthSize,
      sequenceParameterSets,
      pictureParameterSets,
      picture: first && orUndefined(() => readAvcSequenceParameterSet(first)),
    };
  });
}

function readNalUnits(reader: ByteReader, count: number): Uint8Array[] {
  const units: Uint8Array[] = [];
  for (let i = 0; i < count; i++) units.push(reader.view(reader.u16()));
  return units;
}
