/** A timestamp field of this value says that the real one follows in 32 bits (RTMP 1.0, section 5.3.1.3). */
export const EXTENDED = 0xffffff;

/** Basic header of 3 bytes, message header of 11, extended timestamp of 4. */
export const MAX_HEADER_SIZE = 18;

/** Bytes of the message header by chunk type (RTMP 1.0, section 5.3.1.2). */
const MESSAGE_HEADER_SIZE = [11, 7, 3, 0] as const;

/** The fields of one chunk header; the decoder keeps a single one and reads every header into it. */
export class ChunkHeader {
  /** Chunk type ("fmt"), 0 to 3. */
  type: 0 | 1 | 2 | 3 = 0;
  chunkStreamId = 0;
  /** Absolute for chunk type 0, a delta for 1 and 2; the extended timestamp where there is one. */
  timestamp = 0;
  hasExtendedTimestamp = false;
  messageLength = 0;
  messageType = 0;
  messageStreamId = 0;

  /**
   * Reads the header at `at`, as far as its own chunk type says what it holds: the extended timestamp of a
   * type 3 chunk is left to the caller. Every form of the basic header is taken for every chunk stream id.
   * Answers the size of the header, or 0 if it does not end before `end`.
   */
  read(bytes: Uint8Array, at: number, end: number): number {
    if (at >= end) return 0;
    const first = bytes[at]!;
    const type = (first >> 6) as 0 | 1 | 2 | 3;
    const short = first & 0x3f;
    const basicSize = short > 1 ? 1 : short + 2;
    let next = at + basicSize;
    if (next + MESSAGE_HEADER_SIZE[type] > end) return 0;
    if (short > 1) this.chunkStreamId = short;
    else this.chunkStreamId = 64 + bytes[at + 1]! + (short === 1 ? bytes[at + 2]! * 256 : 0);
    this.type = type;
    if (type === 3) return basicSize;

    let timestamp = (bytes[next]! << 16) | (bytes[next + 1]! << 8) | bytes[next + 2]!;
    if (type < 2) {
      this.messageLength = (bytes[next + 3]! << 16) | (bytes[next + 4]! << 8) | bytes[next + 5]!;
      this.messageType = bytes[next + 6]!;
    }
    if (type === 0) this.messageStreamId = readU32LE(bytes, next + 7);
    next += MESSAGE_HEADER_SIZE[type];
    this.hasExtendedTimestamp = timestamp === EXTENDED;
    if (this.hasExtendedTimestamp) {
      if (next + 4 > end) return 0;
      timestamp = readU32(bytes, next);
      next += 4;
    }
    this.timestamp = timestamp;
    return next - at;
  }
}

/** Four bytes of `bytes` at `at` as an unsigned big-endian number; the caller knows that they are there. */
export function readU32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** The message stream id is the one little-endian field of RTMP (section 5.3.1.2.1). */
function readU32LE(bytes: Uint8Array, at: number): number {
  return ((bytes[at + 3]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 1]! << 8) | bytes[at]!) >>> 0;
}
