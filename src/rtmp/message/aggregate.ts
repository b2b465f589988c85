import { ByteReader, EndOfBytesError } from '../../bytes/byte-reader.js';
import { ByteWriter } from '../../bytes/byte-writer.js';
import { timestampAdd, timestampDelta } from '../../time/timestamp.js';
import { MAX_MESSAGE_SIZE } from '../chunk/chunk-size.js';
import { MessageType } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { RtmpError } from '../rtmp-error.js';

/** Sub-messages look like FLV tags: this header, the data, and a back pointer that counts both. */
const HEADER_SIZE = 11;
const BACK_POINTER_SIZE = 4;

/** FLV's filter bit and the reserved bits beside it. */
const TAG_TYPE_MASK = 0x1f;

/** Flash Media Server ends its aggregates at 64 KB, which is far fewer than this. */
const MAX_SUB_MESSAGES = 8192;

/**
 * The messages of an aggregate (RTMP 1.0, section 7.1.6), on its message stream. Their timestamps are moved so
 * that the first has that of the aggregate. Payloads are views of the aggregate's. Types that are not media or
 * data are left out. Throws RtmpError `invalid-message` for sizes that do not fit and for an aggregate inside.
 */
export function splitAggregate(aggregate: RtmpMessage): RtmpMessage[] {
  const reader = new ByteReader(aggregate.payload);
  const messages: RtmpMessage[] = [];
  try {
    for (let count = 0, offset = 0; reader.remaining > 0; count++) {
      if (count === MAX_SUB_MESSAGES) throw new RtmpError('invalid-message', `an aggregate of more than ${count}`);
      const message = readSubMessage(reader, aggregate);
      if (count === 0) offset = timestampDelta(aggregate.timestamp, message.timestamp);
      if (isCarried(message.type)) messages.push({ ...message, timestamp: timestampAdd(message.timestamp, offset) });
    }
  } catch (cause) {
    if (!(cause instanceof EndOfBytesError)) throw cause;
    throw new RtmpError('invalid-message', 'a message in an aggregate is longer than the aggregate', cause);
  }
  return messages;
}

function readSubMessage(reader: ByteReader, aggregate: RtmpMessage): RtmpMessage {
  const type = reader.u8() & TAG_TYPE_MASK;
  const size = reader.u24();
  const timestamp = (reader.u24() | (reader.u8() << 24)) >>> 0;
  reader.skip(3);
  if (type === MessageType.aggregate) throw new RtmpError('invalid-message', 'an aggregate inside an aggregate');
  const payload = reader.view(size);
  reader.skip(BACK_POINTER_SIZE);
  return { type, timestamp, messageStreamId: aggregate.messageStreamId, payload };
}

function isCarried(type: number): boolean {
  return (
    type === MessageType.audio ||
    type === MessageType.video ||
    type === MessageType.dataAmf0 ||
    type === MessageType.dataAmf3
  );
}

/** The size of the aggregate that {@link buildAggregate} makes of `messages`. */
export function aggregateSize(messages: readonly RtmpMessage[]): number {
  return messages.reduce((size, { payload }) => size + HEADER_SIZE + payload.length + BACK_POINTER_SIZE, 0);
}

/**
 * One aggregate of at least one audio, video or data message, with the timestamp and message stream of the first.
 * Throws RangeError for none, or for more than one message can hold.
 */
export function buildAggregate(messages: readonly RtmpMessage[]): RtmpMessage {
  const [first] = messages;
  const size = aggregateSize(messages);
  if (first === undefined || size > MAX_MESSAGE_SIZE || messages.length > MAX_SUB_MESSAGES) {
    throw new RangeError(`no aggregate of ${messages.length} messages and ${size} bytes`);
  }
  const writer = new ByteWriter(size);
  for (const { type, timestamp, payload } of messages) {
    writer
      .u8(type)
      .u24(payload.length)
      .u24(timestamp & 0xffffff)
      .u8(timestamp >>> 24)
      .u24(0)
      .bytes(payload)
      .u32(HEADER_SIZE + payload.length);
  }
  return {
    type: MessageType.aggregate,
    timestamp: first.timestamp,
    messageStreamId: first.messageStreamId,
    payload: writer.finish(),
  };
}
