import { ByteReader } from '../../bytes/byte-reader.js';
import { MediaError, reading } from '../media-error.js';

/** The identification header: the body of an Opus sequence header. */
export interface OpusConfiguration {
  readonly codec: 'opus';
  readonly channels: number;
  /** Opus always decodes to 48,000 Hz. */
  readonly sampleRate: 48_000;
  /** Hertz of what was encoded; 0 when not told. */
  readonly inputSampleRate: number;
  /** Samples at 48,000 Hz to throw away at the start. */
  readonly preSkip: number;
  /** 0 mono or stereo, 1 the order of Vorbis, 255 undefined. */
  readonly mappingFamily: number;
}

const MAGIC = 'OpusHead';

/**
 * Reads an Opus identification header (RFC 7845, 5.1).
 *
 * @throws {MediaError}
 */
export function readOpusConfiguration(bytes: Uint8Array): OpusConfiguration {
  return reading('Opus configuration', () => {
    const reader = new ByteReader(bytes);
    if (reader.utf8(MAGIC.length) !== MAGIC) throw new MediaError('malformed', `no ${MAGIC}`);
    const version = reader.u8();
    if (version >> 4 !== 0) throw new MediaError('unsupported', `Opus header version ${version}`);
    const channels = reader.u8();
    if (channels === 0) throw new MediaError('malformed', 'Opus without channels');
    const preSkip = reader.u8() | (reader.u8() << 8);
    const inputSampleRate = reader.u32LE();
    reader.skip(2); // output gain
    const mappingFamily = reader.u8();
    return { codec: 'opus', channels, sampleRate: 48_000, inputSampleRate, preSkip, mappingFamily };
  });
}
