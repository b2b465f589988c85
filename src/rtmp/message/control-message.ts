import { CONNECTION_STREAM } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { RtmpError } from '../rtmp-error.js';

/** Protocol control messages travel on message stream 0, and receivers ignore their timestamp (section 5.4). */
export function controlMessage(type: number, payload: Uint8Array): RtmpMessage {
  return { type, timestamp: 0, messageStreamId: CONNECTION_STREAM, payload };
}

/** The payload of a message that is one unsigned 32-bit number. */
export function u32Payload(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** The unsigned 32-bit number at the start of `message`. Throws RtmpError `invalid-message` if it is shorter. */
export function readU32Payload(message: RtmpMessage, name: string): number {
  const [a, b, c, d] = message.payload;
  if (d === undefined) {
    throw new RtmpError('invalid-message', `${name} of ${message.payload.length} bytes`);
  }
  return ((a! << 24) | (b! << 16) | (c! << 8) | d) >>> 0;
}
