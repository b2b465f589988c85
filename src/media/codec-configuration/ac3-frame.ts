import { BitReader } from '../../bytes/bit-reader.js';
import { MediaError, reading } from '../media-error.js';

/** What the start of each AC-3 or E-AC-3 frame says. */
export interface Ac3Frame {
  readonly codec: 'ac3' | 'eac3';
  /** Hertz. */
  readonly sampleRate: number;
  /** With the low frequency channel. */
  readonly channels: number;
}

const SYNC_WORD = 0x0b77;
const SAMPLE_RATES: readonly number[] = [48_000, 44_100, 32_000];

/** acmod: full bandwidth channels of each audio coding mode. */
const CHANNELS: readonly number[] = [2, 1, 2, 3, 3, 4, 4, 5];

/** bsid of AC-3 is 8 (6 and less are variants), that of E-AC-3 is 16. */
const LAST_AC3 = 10;

/**
 * Reads the start of an AC-3 or E-AC-3 frame (ETSI TS 102 366, 4.3 and E.1.2).
 *
 * @throws {MediaError}
 */
export function readAc3Frame(bytes: Uint8Array): Ac3Frame {
  return reading('AC-3 frame', () => {
    if (new BitReader(bytes).bits(16) !== SYNC_WORD) throw new MediaError('malformed', 'no AC-3 sync word');
    const identification = new BitReader(bytes.subarray(5)).bits(5);
    return identification <= LAST_AC3 ? readAc3(new BitReader(bytes)) : readEac3(new BitReader(bytes));
  });
}

function readAc3(bits: BitReader): Ac3Frame {
  bits.skip(16 + 16);
  const sampleRate = SAMPLE_RATES[bits.bits(2)];
  if (sampleRate === undefined) throw new MediaError('malformed', 'reserved sample rate');
  bits.skip(6 + 5 + 3);
  const mode = bits.bits(3);
  if ((mode & 1) !== 0 && mode !== 1) bits.skip(2); // cmixlev
  if ((mode & 4) !== 0) bits.skip(2); // surmixlev
  if (mode === 2) bits.skip(2); // dsurmod
  return { codec: 'ac3', sampleRate, channels: CHANNELS[mode]! + bits.bits(1) };
}

function readEac3(bits: BitReader): Ac3Frame {
  bits.skip(16 + 2 + 3 + 11);
  const code = bits.bits(2);
  const next = bits.bits(2);
  const sampleRate = code === 3 ? (SAMPLE_RATES[next] ?? 0) / 2 : SAMPLE_RATES[code]!;
  if (sampleRate === 0) throw new MediaError('malformed', 'reserved sample rate');
  return { codec: 'eac3', sampleRate, channels: CHANNELS[bits.bits(3)]! + bits.bits(1) };
}
