import type { RtmpMessage } from '../message.js';
import { EXTENDED } from './chunk-header.js';
import { MAX_MESSAGE_SIZE } from './chunk-size.js';

/** A message and the chunk stream that it travels on. */
export interface ChunkedMessage extends RtmpMessage {
  readonly chunkStreamId: number;
}

const MESSAGE_HEADER_SIZE = 11;

function basicHeaderSize(chunkStreamId: number): number {
  if (chunkStreamId < 64) return 1;
  return chunkStreamId < 320 ? 2 : 3;
}

/** How many bytes {@link writeChunks} writes. Throws RangeError for a payload that no length field can state. */
export function chunkedSize(message: RtmpMessage, chunkStreamId: number, chunkSize: number): number {
  const { length } = message.payload;
  if (length > MAX_MESSAGE_SIZE) throw new RangeError(`a message of ${length} bytes is longer than RTMP allows`);
  const continuations = length > chunkSize ? Math.ceil(length / chunkSize) - 1 : 0;
  const extension = message.timestamp >= EXTENDED ? 4 : 0;
  const basic = basicHeaderSize(chunkStreamId);
  return basic + MESSAGE_HEADER_SIZE + extension + length + continuations * (basic + extension);
}

/**
 * Writes `message` into `target` at `at` as a run of chunks that stands alone: a type 0 chunk, then type 3
 * chunks that repeat the extended timestamp if there is one (RTMP 1.0, section 5.3.1). No chunk depends on an
 * earlier message, so runs made once for many receivers may be mixed with any others.
 */
export function writeChunks(
  target: Uint8Array,
  at: number,
  message: RtmpMessage,
  chunkStreamId: number,
  chunkSize: number,
): void {
  const { timestamp, payload, type, messageStreamId } = message;
  const isExtended = timestamp >= EXTENDED;
  const timestampField = isExtended ? EXTENDED : timestamp;
  let next = writeBasicHeader(target, at, 0x00, chunkStreamId);
  target[next++] = timestampField >> 16;
  target[next++] = timestampField >> 8;
  target[next++] = timestampField;
  target[next++] = payload.length >> 16;
  target[next++] = payload.length >> 8;
  target[next++] = payload.length;
  target[next++] = type;
  target[next++] = messageStreamId;
  target[next++] = messageStreamId >> 8;
  target[next++] = messageStreamId >> 16;
  target[next++] = messageStreamId >> 24;
  if (isExtended) next = writeU32(target, next, timestamp);

  if (payload.length <= chunkSize) {
    target.set(payload, next);
    return;
  }
  for (let from = 0; from < payload.length; from += chunkSize) {
    if (from > 0) {
      next = writeBasicHeader(target, next, 0xc0, chunkStreamId);
      if (isExtended) next = writeU32(target, next, timestamp);
    }
    const part = payload.subarray(from, from + chunkSize);
    target.set(part, next);
    next += part.length;
  }
}

/** The chunks of one message as an array of their own: media is encoded once and sent to every player. */
export function encodeChunks(message: ChunkedMessage, chunkSize: number): Uint8Array {
  const bytes = new Uint8Array(chunkedSize(message, message.chunkStreamId, chunkSize));
  writeChunks(bytes, 0, message, message.chunkStreamId, chunkSize);
  return bytes;
}

function writeBasicHeader(target: Uint8Array, at: number, type: number, chunkStreamId: number): number {
  if (chunkStreamId < 64) {
    target[at] = type | chunkStreamId;
    return at + 1;
  }
  const rest = chunkStreamId - 64;
  if (rest < 256) {
    target[at] = type;
    target[at + 1] = rest;
    return at + 2;
  }
  target[at] = type | 1;
  target[at + 1] = rest;
  target[at + 2] = rest >> 8;
  return at + 3;
}

function writeU32(target: Uint8Array, at: number, value: number): number {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
  return at + 4;
}
