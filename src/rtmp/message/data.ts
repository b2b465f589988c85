import type { AmfLimits } from '../../amf/amf-limits.js';
import type { AmfValue } from '../../amf/value.js';
import { MessageType } from '../message.js';
import type { MessageStreamId, RtmpMessage } from '../message.js';
import type { AmfEncoding } from './amf-payload.js';
import { decodeAmfPayload, encodeAmfPayload } from './amf-payload.js';

/** A data message, types 18 and 15 (RTMP 1.0, section 7.1.2): metadata, or what NetStream.send says. */
export interface DataMessage {
  /** The name of the handler and its arguments, as a rule. */
  readonly values: readonly AmfValue[];
  readonly encoding: AmfEncoding;
}

/**
 * Reads a message of type 18 or 15. The last object may lack its end, as in the onMetaData of some encoders.
 * Throws RtmpError `invalid-message`.
 */
export function decodeData(message: RtmpMessage, limits?: AmfLimits): DataMessage {
  const encoding = message.type === MessageType.dataAmf3 ? 'amf3' : 'amf0';
  return { values: decodeAmfPayload(message.payload, encoding, { limits, lenientEnd: true }), encoding };
}

/** Throws AmfError for a value that AMF cannot express. */
export function encodeData(data: DataMessage, messageStreamId: MessageStreamId, timestamp = 0): RtmpMessage {
  return {
    type: data.encoding === 'amf3' ? MessageType.dataAmf3 : MessageType.dataAmf0,
    timestamp,
    messageStreamId,
    payload: encodeAmfPayload(data.values, data.encoding),
  };
}
