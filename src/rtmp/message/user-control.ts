import { ByteReader, EndOfBytesError } from '../../bytes/byte-reader.js';
import { ByteWriter } from '../../bytes/byte-writer.js';
import { MessageType } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { RtmpError } from '../rtmp-error.js';
import { controlMessage } from './control-message.js';

/** Event types of User Control messages: RTMP 1.0, section 7.1.7; from 26 on Flash Media Server's own. */
export const UserControlEventType = {
  streamBegin: 0,
  streamEOF: 1,
  streamDry: 2,
  setBufferLength: 3,
  streamIsRecorded: 4,
  pingRequest: 6,
  pingResponse: 7,
  swfVerifyRequest: 26,
  swfVerifyResponse: 27,
  bufferEmpty: 31,
  bufferReady: 32,
} as const;

/** The events that say something about one message stream and nothing more. */
const StreamEvent = {
  [UserControlEventType.streamBegin]: 'streamBegin',
  [UserControlEventType.streamEOF]: 'streamEOF',
  [UserControlEventType.streamDry]: 'streamDry',
  [UserControlEventType.streamIsRecorded]: 'streamIsRecorded',
  [UserControlEventType.bufferEmpty]: 'bufferEmpty',
  [UserControlEventType.bufferReady]: 'bufferReady',
} as const;

type StreamEventName = (typeof StreamEvent)[keyof typeof StreamEvent];

/** A User Control message by the name of its event. */
export type UserControlEvent =
  | { readonly event: StreamEventName; readonly messageStreamId: number }
  /** How much the client buffers before it shows anything, in milliseconds. */
  | { readonly event: 'setBufferLength'; readonly messageStreamId: number; readonly bufferLength: number }
  /** The time of the sender; the response repeats it. */
  | { readonly event: 'pingRequest' | 'pingResponse'; readonly timestamp: number }
  /** SWF verification; `data` is not interpreted here. */
  | { readonly event: 'swfVerifyRequest' | 'swfVerifyResponse'; readonly data: Uint8Array }
  | { readonly event: 'unknown'; readonly eventType: number; readonly data: Uint8Array };

/** User Control Message (RTMP 1.0, section 6.2). */
export function encodeUserControl(event: UserControlEvent): RtmpMessage {
  const type = event.event === 'unknown' ? event.eventType : UserControlEventType[event.event];
  const writer = new ByteWriter(10).u16(type);
  if ('messageStreamId' in event) writer.u32(event.messageStreamId);
  if ('bufferLength' in event) writer.u32(event.bufferLength);
  if ('timestamp' in event) writer.u32(event.timestamp);
  if ('data' in event) writer.bytes(event.data);
  return controlMessage(MessageType.userControl, writer.finish());
}

/** What stands behind the fields of a known event is ignored. Throws RtmpError `invalid-message`. */
export function decodeUserControl(message: RtmpMessage): UserControlEvent {
  try {
    return readEvent(new ByteReader(message.payload));
  } catch (cause) {
    if (!(cause instanceof EndOfBytesError)) throw cause;
    throw new RtmpError('invalid-message', `user control of ${message.payload.length} bytes`, cause);
  }
}

function readEvent(reader: ByteReader): UserControlEvent {
  const eventType = reader.u16();
  switch (eventType) {
    case UserControlEventType.streamBegin:
    case UserControlEventType.streamEOF:
    case UserControlEventType.streamDry:
    case UserControlEventType.streamIsRecorded:
    case UserControlEventType.bufferEmpty:
    case UserControlEventType.bufferReady:
      return { event: StreamEvent[eventType], messageStreamId: reader.u32() };
    case UserControlEventType.setBufferLength:
      return { event: 'setBufferLength', messageStreamId: reader.u32(), bufferLength: reader.u32() };
    case UserControlEventType.pingRequest:
      return { event: 'pingRequest', timestamp: reader.u32() };
    case UserControlEventType.pingResponse:
      return { event: 'pingResponse', timestamp: reader.u32() };
    case UserControlEventType.swfVerifyRequest:
      return { event: 'swfVerifyRequest', data: reader.rest() };
    case UserControlEventType.swfVerifyResponse:
      return { event: 'swfVerifyResponse', data: reader.rest() };
    default:
      return { event: 'unknown', eventType, data: reader.rest() };
  }
}
