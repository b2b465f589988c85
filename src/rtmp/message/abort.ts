import { MessageType } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { controlMessage, readU32Payload, u32Payload } from './control-message.js';

/** Abort Message (RTMP 1.0, section 5.4.2): the message in progress on `chunkStreamId` will not be finished. */
export function encodeAbort(chunkStreamId: number): RtmpMessage {
  return controlMessage(MessageType.abort, u32Payload(chunkStreamId));
}

/** The chunk stream id. Throws RtmpError `invalid-message`. */
export function decodeAbort(message: RtmpMessage): number {
  return readU32Payload(message, 'Abort');
}
