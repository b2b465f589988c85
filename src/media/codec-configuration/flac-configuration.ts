import { BitReader } from '../../bytes/bit-reader.js';
import { MediaError, reading } from '../media-error.js';

/** STREAMINFO: the body of a FLAC sequence header, behind its marker. */
export interface FlacConfiguration {
  readonly codec: 'flac';
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitDepth: number;
}

const MARKER = 0x664c6143; // "fLaC"
const STREAM_INFO = 34;

/**
 * Reads a FLAC stream header (RFC 9639, 8.1 and 8.2): the marker, a block header and STREAMINFO; or
 * STREAMINFO alone, as containers keep it.
 *
 * @throws {MediaError}
 */
export function readFlacConfiguration(bytes: Uint8Array): FlacConfiguration {
  return reading('FLAC configuration', () => {
    const bits = new BitReader(bytes);
    if (bytes.length !== STREAM_INFO) {
      if (bits.bits(32) !== MARKER) throw new MediaError('malformed', 'no FLAC marker');
      if ((bits.bits(8) & 0x7f) !== 0) throw new MediaError('malformed', 'the first FLAC block is not STREAMINFO');
      bits.skip(24);
    }
    bits.skip(16 + 16 + 24 + 24); // block and frame sizes
    const sampleRate = bits.bits(20);
    const channels = bits.bits(3) + 1;
    const bitDepth = bits.bits(5) + 1;
    return { codec: 'flac', sampleRate, channels, bitDepth };
  });
}
