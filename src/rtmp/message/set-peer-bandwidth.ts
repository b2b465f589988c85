import { MessageType } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { RtmpError } from '../rtmp-error.js';
import { controlMessage, readU32Payload, u32Payload } from './control-message.js';

/** Limit types of Set Peer Bandwidth (RTMP 1.0, section 5.4.5). */
export const PeerBandwidthLimit = {
  hard: 0,
  soft: 1,
  dynamic: 2,
} as const;

/** Set Peer Bandwidth: send no more than `size` bytes without an acknowledgement. */
export interface SetPeerBandwidth {
  readonly size: number;
  /** One of {@link PeerBandwidthLimit}; others arrive as they are. */
  readonly limit: number;
}

/** The message on message stream 0. */
export function encodeSetPeerBandwidth({ size, limit }: SetPeerBandwidth): RtmpMessage {
  return controlMessage(MessageType.setPeerBandwidth, Uint8Array.of(...u32Payload(size), limit));
}

/** Throws RtmpError `invalid-message`. */
export function decodeSetPeerBandwidth(message: RtmpMessage): SetPeerBandwidth {
  const size = readU32Payload(message, 'Set Peer Bandwidth');
  const limit = message.payload[4];
  if (limit === undefined) throw new RtmpError('invalid-message', 'Set Peer Bandwidth without a limit type');
  return { size, limit };
}
