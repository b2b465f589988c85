import { BitReader } from '../../bytes/bit-reader.js';
import { MediaError, reading } from '../media-error.js';
import type { PictureFormat } from './picture-format.js';
import { frameRateOf, pictureFormat } from './picture-format.js';

const SEQUENCE_HEADER = 1;

/** A temporal unit begins with few units before its sequence header. */
const MAX_UNITS = 16;

/**
 * Finds the first sequence header among open bitstream units, as in a configuration or at the start of a
 * key frame (AV1 specification, 5.3 to 5.5).
 *
 * @returns undefined when there is none
 * @throws {MediaError}
 */
export function readAv1SequenceHeader(units: Uint8Array): PictureFormat | undefined {
  return reading('AV1 sequence header', () => {
    let at = 0;
    for (let count = 0; count < MAX_UNITS && at < units.length; count++) {
      const header = units[at]!;
      at += (header & 4) === 0 ? 1 : 2;
      let end = units.length;
      if ((header & 2) !== 0) {
        const size = leb128(units, at);
        at += size.length;
        end = at + size.value;
        if (end > units.length) throw new MediaError('truncated', `an AV1 unit of ${size.value} bytes`);
      }
      if (((header >> 3) & 0xf) === SEQUENCE_HEADER) return readSequenceHeader(new BitReader(units.subarray(at, end)));
      at = end;
    }
    return undefined;
  });
}

/** At most eight bytes and 32 bits of value (4.10.5). */
function leb128(bytes: Uint8Array, start: number): { readonly value: number; readonly length: number } {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) throw new MediaError('truncated', 'an AV1 unit without its size');
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (value > 0xffffffff) break;
    if (byte < 0x80) return { value, length: i + 1 };
  }
  throw new MediaError('malformed', 'an AV1 unit size beyond 32 bits');
}

function readSequenceHeader(bits: BitReader): PictureFormat {
  bits.skip(3 + 1); // seq_profile, still_picture
  let frameRate: number | undefined;
  const reduced = bits.flag();
  if (reduced) {
    bits.skip(5);
  } else {
    let decoderModelBits: number | undefined;
    if (bits.flag()) {
      frameRate = readTimingInfo(bits);
      if (bits.flag()) {
        decoderModelBits = bits.bits(5) + 1;
        bits.skip(32 + 5 + 5);
      }
    }
    skipOperatingPoints(bits, decoderModelBits);
  }
  const widthBits = bits.bits(4) + 1;
  const heightBits = bits.bits(4) + 1;
  const width = bits.bits(widthBits) + 1;
  const height = bits.bits(heightBits) + 1;
  return pictureFormat(width, height, frameRate);
}

function readTimingInfo(bits: BitReader): number | undefined {
  const unitsInTick = bits.bits(32);
  const timeScale = bits.bits(32);
  const ticksPerPicture = bits.flag() ? uvlc(bits) + 1 : undefined;
  return ticksPerPicture && frameRateOf(timeScale, unitsInTick * ticksPerPicture);
}

function uvlc(bits: BitReader): number {
  let zeros = 0;
  while (!bits.flag()) {
    if (++zeros > 31) throw new MediaError('malformed', 'an AV1 number beyond 32 bits');
  }
  return bits.bits(zeros) + 2 ** zeros - 1;
}

function skipOperatingPoints(bits: BitReader, decoderModelBits: number | undefined): void {
  const displayDelay = bits.flag();
  const points = bits.bits(5) + 1;
  for (let point = 0; point < points; point++) {
    bits.skip(12);
    if (bits.bits(5) > 7) bits.skip(1);
    if (decoderModelBits !== undefined && bits.flag()) bits.skip(2 * decoderModelBits + 1);
    if (displayDelay && bits.flag()) bits.skip(4);
  }
}
