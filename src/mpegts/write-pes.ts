import { ByteWriter } from '../bytes/byte-writer.js';

/** stream_id of the only stream of video, and of audio (ISO/IEC 13818-1, table 2-22). */
export const PES_VIDEO = 0xe0;
export const PES_AUDIO = 0xc0;

/** Clock ticks per millisecond. */
export const TICKS = 90;

const MAX_LENGTH = 0xffff;

export interface PesTimes {
  /** Ticks of 90 kHz; whatever goes beyond 33 bits wraps. */
  readonly presentation: number;
  readonly decoding: number;
}

/**
 * A PES packet (ISO/IEC 13818-1, 2.4.3.6), with a decoding time where it is not that of presentation.
 *
 * @param parts what it carries, one behind the other
 */
export function writePes(streamId: number, times: PesTimes, parts: readonly Uint8Array[]): Uint8Array {
  const presentation = wrap33(times.presentation);
  const decoding = wrap33(times.decoding);
  const hasDecoding = presentation !== decoding;
  const headerLength = hasDecoding ? 10 : 5;
  let size = 0;
  for (const part of parts) size += part.length;
  const length = 3 + headerLength + size;
  const writer = new ByteWriter(6 + length);
  // Video that is longer than 16 bits can say has no length, which only video may.
  writer
    .u24(1)
    .u8(streamId)
    .u16(length > MAX_LENGTH ? 0 : length);
  writer
    .u8(0x84) // the payload begins with a start code or sync word
    .u8(hasDecoding ? 0xc0 : 0x80)
    .u8(headerLength);
  writeTime(writer, hasDecoding ? 3 : 2, presentation);
  if (hasDecoding) writeTime(writer, 1, decoding);
  for (const part of parts) writer.bytes(part);
  return writer.finish();
}

const MODULUS = 2 ** 33;

/** Ticks as the 33 bits that there are for them. */
export function wrap33(ticks: number): number {
  return ((ticks % MODULUS) + MODULUS) % MODULUS;
}

function writeTime(writer: ByteWriter, prefix: number, ticks: number): void {
  const low = ticks % 2 ** 30;
  const high = Math.floor(ticks / 2 ** 30);
  writer
    .u8((prefix << 4) | (high << 1) | 1)
    .u16(((low >>> 15) << 1) | 1)
    .u16(((low & 0x7fff) << 1) | 1);
}
