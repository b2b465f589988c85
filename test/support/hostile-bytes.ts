import { concat } from '../../src/bytes/concat.js';

/** Bytes by value, and ASCII text. */
export function raw(...parts: (number | string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  return concat(
    parts.map((part) => {
      if (typeof part === 'number') return Uint8Array.of(part);
      return typeof part === 'string' ? encoder.encode(part) : part;
    }),
  );
}

export function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value);
}

export function u24(value: number): Uint8Array {
  return Uint8Array.of(value >>> 16, value >>> 8, value);
}

export function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** `part`, `times` in a row. */
export function repeat(part: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(part.length * times);
  for (let i = 0; i < times; i++) all.set(part, i * part.length);
  return all;
}

/** The header of a chunk of type 0 (RTMP 1.0, section 5.3.1), whatever follows it. */
export function chunkHeader(
  chunkStreamId: number,
  messageLength: number,
  messageType: number,
  streamId = 0,
): Uint8Array {
  const id = chunkStreamId < 64 ? raw(chunkStreamId) : raw(1, (chunkStreamId - 64) & 0xff, (chunkStreamId - 64) >> 8);
  return raw(id, u24(0), u24(messageLength), messageType, streamId, 0, 0, 0);
}

/** An AMF0 call of the method `x` without an answer wanted, up to where its argument begins. */
export const callWith = raw(0x02, u16(1), 'x', 0x00, new Uint8Array(8), 0x05);

/** An AMF0 string. */
export function amf0String(text: string): Uint8Array {
  return raw(0x02, u16(text.length), text);
}

/** AMF0 objects inside each other, each as the member `a` of the one before. */
export function nestedObjects(depth: number): Uint8Array {
  return repeat(raw(0x03, u16(1), 'a'), depth);
}
