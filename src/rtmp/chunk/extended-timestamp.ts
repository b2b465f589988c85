import { readU32 } from './chunk-header.js';
import type { ChunkStream } from './chunk-stream.js';

/** More bytes are needed to tell. */
export const UNDECIDED = -1;

/**
 * The size of the extended timestamp in a type 3 chunk that continues a message whose header had one.
 * Section 5.3.1.3 wants it there, and Flash Player, FMS, FMLE, OBS and ffmpeg write it; libav, librtmp before
 * 2011 and several hardware encoders do not. So the next four bytes decide: they are an extended timestamp
 * when they repeat the field of the header, or the timestamp of the message. As soon as a byte differs they
 * are payload, so that the end of a message does not wait for the chunk behind it.
 */
export function continuationTimestampSize(
  bytes: Uint8Array,
  at: number,
  end: number,
  stream: ChunkStream,
): 0 | 4 | typeof UNDECIDED {
  if (end - at >= 4) {
    const value = readU32(bytes, at);
    return value === stream.timestampField || value === stream.timestamp ? 4 : 0;
  }
  return beginsWith(bytes, at, end, stream.timestampField) || beginsWith(bytes, at, end, stream.timestamp)
    ? UNDECIDED
    : 0;
}

function beginsWith(bytes: Uint8Array, at: number, end: number, value: number): boolean {
  for (let i = at, shift = 24; i < end; i++, shift -= 8) {
    if (bytes[i] !== ((value >>> shift) & 0xff)) return false;
  }
  return true;
}
