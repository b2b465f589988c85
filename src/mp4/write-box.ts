import type { ByteWriter } from '../bytes/byte-writer.js';
import { fourCc } from '../media/ex-header.js';

/** Writes a box around what `body` writes (ISO/IEC 14496-12, 4.2). Each character of `type` is one byte. */
export function writeBox(writer: ByteWriter, type: string, body: () => void): void {
  const start = writer.length;
  writer.u32(0).u32(fourCc(type));
  body();
  writer.patchU32(start, writer.length - start);
}

/** A box that begins with a version and 24 bits of flags. */
export function writeFullBox(writer: ByteWriter, type: string, version: number, flags: number, body: () => void): void {
  writeBox(writer, type, () => {
    writer.u8(version).u24(flags);
    body();
  });
}

/** An unsigned number up to 2^53. */
export function writeU64(writer: ByteWriter, value: number): void {
  writer.u32(Math.floor(value / 2 ** 32)).u32(value % 2 ** 32);
}

export function writeZeros(writer: ByteWriter, count: number): void {
  writer.bytes(new Uint8Array(count));
}
