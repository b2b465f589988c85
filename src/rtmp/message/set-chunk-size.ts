import { MAX_CHUNK_SIZE } from '../chunk/chunk-size.js';
import { MessageType } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { RtmpError } from '../rtmp-error.js';
import { controlMessage, readU32Payload, u32Payload } from './control-message.js';

/** Set Chunk Size (RTMP 1.0, section 5.4.1): the sender's next chunks hold up to `size` bytes. */
export function encodeSetChunkSize(size: number): RtmpMessage {
  return controlMessage(MessageType.setChunkSize, u32Payload(size));
}

/**
 * The new chunk size, 1 to 16777215. The top bit, which must be 0, is masked, and what is larger than any
 * message means the largest. Throws RtmpError `invalid-chunk-size` for 0.
 */
export function decodeSetChunkSize(message: RtmpMessage): number {
  const size = readU32Payload(message, 'Set Chunk Size') & 0x7fffffff;
  if (size === 0) throw new RtmpError('invalid-chunk-size', 'Set Chunk Size with 0');
  return Math.min(size, MAX_CHUNK_SIZE);
}
