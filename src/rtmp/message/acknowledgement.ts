import { MessageType } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { controlMessage, readU32Payload, u32Payload } from './control-message.js';

/** Acknowledgement (RTMP 1.0, section 5.4.3): bytes received so far, modulo 2^32. */
export function encodeAcknowledgement(sequenceNumber: number): RtmpMessage {
  return controlMessage(MessageType.acknowledgement, u32Payload(sequenceNumber));
}

/** The sequence number, unsigned 32 bit. Throws RtmpError `invalid-message`. */
export function decodeAcknowledgement(message: RtmpMessage): number {
  return readU32Payload(message, 'Acknowledgement');
}
