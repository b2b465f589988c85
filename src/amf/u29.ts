import type { ByteReader } from '../bytes/byte-reader.js';
import type { ByteWriter } from '../bytes/byte-writer.js';

/** The largest length or index that fits beside the low bit of a U29. */
export const maxU28 = 0x0fffffff;

/**
 * An unsigned 29-bit number in one to four bytes (AMF 3 specification, section 1.3.1); the fourth byte gives all its
 * eight bits. Longer forms than needed are accepted, as Flash Player does.
 */
export function readU29(reader: ByteReader): number {
  let value = reader.u8();
  if (value < 0x80) return value;
  value &= 0x7f;
  for (let i = 0; i < 2; i++) {
    const byte = reader.u8();
    value = (value << 7) | (byte & 0x7f);
    if (byte < 0x80) return value;
  }
  return (value << 8) | reader.u8();
}

/** Writes the low 29 bits of `value` in the shortest form. */
export function writeU29(writer: ByteWriter, value: number): void {
  const bits = value & 0x1fffffff;
  if (bits < 0x80) {
    writer.u8(bits);
  } else if (bits < 0x4000) {
    writer.u16((((bits >> 7) | 0x80) << 8) | (bits & 0x7f));
  } else if (bits < 0x200000) {
    writer.u8((bits >> 14) | 0x80).u16(((((bits >> 7) & 0x7f) | 0x80) << 8) | (bits & 0x7f));
  } else {
    writer.u32(
      ((((bits >> 22) | 0x80) << 24) |
        ((((bits >> 15) & 0x7f) | 0x80) << 16) |
        ((((bits >> 8) & 0x7f) | 0x80) << 8) |
        (bits & 0xff)) >>>
        0,
    );
  }
}
