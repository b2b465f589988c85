import { MessageType } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { controlMessage, readU32Payload, u32Payload } from './control-message.js';

/** Window Acknowledgement Size (RTMP 1.0, section 5.4.4): acknowledge at least every `size` bytes. */
export function encodeWindowAcknowledgementSize(size: number): RtmpMessage {
  return controlMessage(MessageType.windowAcknowledgementSize, u32Payload(size));
}

/** The window in bytes. Throws RtmpError `invalid-message`. */
export function decodeWindowAcknowledgementSize(message: RtmpMessage): number {
  return readU32Payload(message, 'Window Acknowledgement Size');
}
