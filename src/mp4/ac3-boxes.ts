import { BitReader } from '../bytes/bit-reader.js';

const SYNC = 16;

/** AC3SpecificBox (ETSI TS 102 366, F.4), from any frame. */
export function ac3Configuration(frame: Uint8Array): Uint8Array {
  const bits = new BitReader(frame);
  bits.skip(SYNC + 16);
  const rate = bits.bits(2);
  const frameSize = bits.bits(6);
  const identification = bits.bits(5);
  const mode = bits.bits(3);
  const coding = bits.bits(3);
  const fields = [
    [rate, 2],
    [identification, 5],
    [mode, 3],
    [coding, 3],
    [lowFrequency(bits, coding), 1],
    [frameSize >> 1, 5],
    [0, 5],
  ] as const;
  return packed(fields);
}

/** Between the coding mode and the low frequency flag are mix levels, depending on the mode. */
function lowFrequency(bits: BitReader, coding: number): number {
  if ((coding & 1) !== 0 && coding !== 1) bits.skip(2);
  if ((coding & 4) !== 0) bits.skip(2);
  if (coding === 2) bits.skip(2);
  return bits.bits(1);
}

const BLOCKS = [1, 2, 3, 6] as const;
const SAMPLES_PER_BLOCK = 256;

/** EC3SpecificBox (F.6) of a single independent substream, from any frame. */
export function eac3Configuration(frame: Uint8Array): Uint8Array {
  const { size, rateCode, coding, lowFrequency: lfe, identification, samples, sampleRate } = readEac3(frame);
  const kilobits = Math.round((size * 8 * sampleRate) / samples / 1000);
  const fields = [
    [kilobits, 13],
    [0, 3], // one independent substream
    [rateCode, 2],
    [identification, 5],
    [0, 1 + 1 + 3], // reserved, asvc, bsmod
    [coding, 3],
    [lfe, 1],
    [0, 3 + 4 + 1], // no dependent substream
  ] as const;
  return packed(fields);
}

/** Samples of an AC-3 or E-AC-3 frame. */
export function ac3Samples(codec: 'ac3' | 'eac3', frame: Uint8Array): number {
  return codec === 'ac3' ? BLOCKS[3] * SAMPLES_PER_BLOCK : readEac3(frame).samples;
}

interface Eac3Start {
  readonly size: number;
  readonly rateCode: number;
  readonly sampleRate: number;
  readonly samples: number;
  readonly coding: number;
  readonly lowFrequency: number;
  readonly identification: number;
}

const RATES = [48_000, 44_100, 32_000, 0] as const;

function readEac3(frame: Uint8Array): Eac3Start {
  const bits = new BitReader(frame);
  bits.skip(SYNC + 2 + 3);
  const size = (bits.bits(11) + 1) * 2;
  const rateCode = bits.bits(2);
  const next = bits.bits(2);
  const halved = rateCode === 3;
  const sampleRate = halved ? RATES[next as 0 | 1 | 2 | 3] / 2 : RATES[rateCode as 0 | 1 | 2];
  const samples = BLOCKS[(halved ? 3 : next) as 0 | 1 | 2 | 3] * SAMPLES_PER_BLOCK;
  const coding = bits.bits(3);
  const lfe = bits.bits(1);
  return { size, rateCode, sampleRate, samples, coding, lowFrequency: lfe, identification: bits.bits(5) };
}

/** Fields of so many bits each, most significant first. */
function packed(fields: readonly (readonly [value: number, bits: number])[]): Uint8Array {
  const digits = fields.map(([value, bits]) => value.toString(2).padStart(bits, '0')).join('');
  return Uint8Array.from({ length: digits.length / 8 }, (_, i) => parseInt(digits.slice(i * 8, i * 8 + 8), 2));
}
