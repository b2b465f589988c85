import type { ByteQueue } from '../bytes/byte-queue.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { LinkError } from './link-error.js';

/** What a frame is; docs/link.md describes each. */
export const FrameType = {
  hello: 0,
  proof: 1,
  open: 2,
  /** A part of a message, of which more follows. */
  part: 3,
  /** The last part of a message, or the whole of it. */
  message: 4,
  credit: 5,
  end: 6,
  close: 7,
  ping: 8,
  pong: 9,
  goodbye: 10,
} as const;
export type FrameType = (typeof FrameType)[keyof typeof FrameType];

/** Type (8 bits), stream (32), length of the payload (24). */
export const FRAME_HEADER_SIZE = 8;
/** Bytes of payload: a frame is the longest time that one stream holds up the others. */
export const MAX_FRAME_PAYLOAD = 32 * 1024;

const LAST_TYPE = FrameType.goodbye;

export interface Frame {
  readonly type: FrameType;
  /** 0 for the link itself. */
  readonly stream: number;
  /** Its own memory, safe to keep. */
  readonly payload: Uint8Array;
}

/** The header of a frame; its payload follows. */
export function frameHeader(type: FrameType, stream: number, length: number): Uint8Array {
  const header = new Uint8Array(FRAME_HEADER_SIZE);
  header[0] = type;
  header[1] = stream >>> 24;
  header[2] = stream >>> 16;
  header[3] = stream >>> 8;
  header[4] = stream;
  header[5] = length >>> 16;
  header[6] = length >>> 8;
  header[7] = length;
  return header;
}

/**
 * Takes the next frame off the bytes that came; undefined while it is not whole.
 *
 * @throws LinkError `invalid-frame` as soon as its header shows that nothing right can follow
 */
export function takeFrame(input: ByteQueue): Frame | undefined {
  if (input.gather(FRAME_HEADER_SIZE) < FRAME_HEADER_SIZE) return undefined;
  const header = new ByteReader(input.bytes.subarray(input.offset, input.offset + FRAME_HEADER_SIZE));
  const type = header.u8();
  const stream = header.u32();
  const length = header.u24();
  if (type > LAST_TYPE) throw new LinkError('invalid-frame', `there is no frame of type ${type}`);
  if (length > MAX_FRAME_PAYLOAD) throw new LinkError('invalid-frame', `a frame announces ${length} bytes`);
  if (input.length < FRAME_HEADER_SIZE + length) return undefined;
  input.skip(FRAME_HEADER_SIZE);
  return { type: type as FrameType, stream, payload: input.take(length) };
}
