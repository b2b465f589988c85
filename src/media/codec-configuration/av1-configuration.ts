import { ByteReader } from '../../bytes/byte-reader.js';
import { MediaError, orUndefined, reading } from '../media-error.js';
import { readAv1SequenceHeader } from './av1-sequence-header.js';
import type { PictureFormat } from './picture-format.js';

/** AV1CodecConfigurationRecord: the body of an AV1 sequence header message and of an av1C box. */
export interface Av1Configuration {
  readonly codec: 'av1';
  /** seq_profile: 0 main, 1 high, 2 professional. */
  readonly profile: number;
  /** seq_level_idx_0: 0 is level 2.0, 8 is 4.0. */
  readonly level: number;
  readonly tier: 'main' | 'high';
  readonly bitDepth: number;
  /** Undefined when the record brings no sequence header unit, or none that can be read. */
  readonly picture: PictureFormat | undefined;
}

/**
 * Reads an AV1 codec configuration (AV1 in ISO base media file format, 2.3.3).
 *
 * @throws {MediaError}
 */
export function readAv1Configuration(bytes: Uint8Array): Av1Configuration {
  return reading('AV1 configuration', () => {
    const reader = new ByteReader(bytes);
    const version = reader.u8();
    if (version !== 0x81) throw new MediaError('unsupported', `AV1 configuration marker and version ${version}`);
    const profileAndLevel = reader.u8();
    const flags = reader.u8();
    reader.skip(1); // initial presentation delay
    const units = reader.rest();
    return {
      codec: 'av1',
      profile: profileAndLevel >> 5,
      level: profileAndLevel & 0x1f,
      tier: (flags & 0x80) === 0 ? 'main' : 'high',
      bitDepth: (flags & 0x40) === 0 ? 8 : (flags & 0x20) === 0 ? 10 : 12,
      picture: orUndefined(() => readAv1SequenceHeader(units)),
    };
  });
}
