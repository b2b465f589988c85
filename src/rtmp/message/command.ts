import type { AmfLimits } from '../../amf/amf-limits.js';
import type { AmfValue } from '../../amf/value.js';
import { MessageType } from '../message.js';
import type { MessageStreamId, RtmpMessage } from '../message.js';
import { RtmpError } from '../rtmp-error.js';
import type { AmfEncoding } from './amf-payload.js';
import { decodeAmfPayload, encodeAmfPayload } from './amf-payload.js';

/** A command message, types 20 and 17 (RTMP 1.0, section 7.2): a call, or the answer to one. */
export interface CommandMessage {
  readonly name: string;
  /** 0 when no answer is wanted, or from GStreamer's rtmp2sink, which gives 0 to calls that want one. */
  readonly transactionId: number;
  /** Fields of connect, otherwise null. */
  readonly commandObject: AmfValue;
  readonly args: readonly AmfValue[];
  readonly encoding: AmfEncoding;
}

/**
 * Reads a message of type 20 or 17. What is missing behind the name reads as transaction id 0 and a null command
 * object. Throws RtmpError `invalid-message`.
 */
export function decodeCommand(message: RtmpMessage, limits?: AmfLimits): CommandMessage {
  const encoding = message.type === MessageType.commandAmf3 ? 'amf3' : 'amf0';
  const [name, transactionId, commandObject, ...args] = decodeAmfPayload(message.payload, encoding, { limits });
  if (typeof name !== 'string') throw new RtmpError('invalid-message', 'a command without a name');
  return {
    name,
    transactionId: typeof transactionId === 'number' ? transactionId : 0,
    commandObject: commandObject ?? null,
    args,
    encoding,
  };
}

/** Throws AmfError for a value that AMF cannot express. */
export function encodeCommand(command: CommandMessage, messageStreamId: MessageStreamId, timestamp = 0): RtmpMessage {
  const { name, transactionId, commandObject, args, encoding } = command;
  return {
    type: encoding === 'amf3' ? MessageType.commandAmf3 : MessageType.commandAmf0,
    timestamp,
    messageStreamId,
    payload: encodeAmfPayload([name, transactionId, commandObject, ...args], encoding),
  };
}
