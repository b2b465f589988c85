import { AmfError } from '../../amf/amf-error.js';
import type { AmfLimits } from '../../amf/amf-limits.js';
import { defaultAmfLimits } from '../../amf/amf-limits.js';
import { ByteReader, EndOfBytesError } from '../../bytes/byte-reader.js';
import { ByteWriter } from '../../bytes/byte-writer.js';
import { CONNECTION_STREAM, MessageType } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { RtmpError } from '../rtmp-error.js';
import type { AmfEncoding } from './amf-payload.js';
import { encodeSharedObjectEvent, readName, readSharedObjectEvent, writeName } from './shared-object-event.js';
import type { SharedObjectEvent } from './shared-object-event.js';

/** Which object a message is about, and what its sender knows of it. */
export interface SharedObjectHeader {
  readonly name: string;
  /** Of a client: the last version that it has heard of, 0 for none. Of the server: that of the object. */
  readonly version: number;
  /** A persistent object and one that is not may have the same name and have nothing in common. */
  readonly persistent: boolean;
}

/** A shared object message, types 19 and 16 (RTMP 1.0, section 7.1.3). */
export interface SharedObjectMessage extends SharedObjectHeader {
  readonly encoding: AmfEncoding;
  readonly events: readonly SharedObjectEvent[];
}

/** The bit of the flags that says that the object is persistent. */
const PERSISTENT = 2;

/** What changes in one frame of Flash Player goes into one message, which is far less than this. */
const MAX_EVENTS = 16_384;

/**
 * Reads a message of type 19 or 16. Type 16 begins with a format byte and is otherwise the same: values in it switch
 * to AMF3 one by one. Events of unknown types are left out. Throws RtmpError `invalid-message`.
 */
export function decodeSharedObject(message: RtmpMessage, limits: AmfLimits = defaultAmfLimits): SharedObjectMessage {
  const encoding = message.type === MessageType.sharedObjectAmf3 ? 'amf3' : 'amf0';
  const reader = new ByteReader(message.payload);
  try {
    if (encoding === 'amf3') reader.skip(1);
    const name = readName(reader);
    const version = reader.u32();
    const persistent = (reader.u32() & PERSISTENT) !== 0;
    reader.skip(4);
    return { name, version, persistent, encoding, events: readEvents(reader, limits) };
  } catch (cause) {
    if (!(cause instanceof EndOfBytesError || cause instanceof AmfError)) throw cause;
    throw new RtmpError('invalid-message', `a bad shared object message: ${cause.message}`, cause);
  }
}

function readEvents(reader: ByteReader, limits: AmfLimits): SharedObjectEvent[] {
  const events: SharedObjectEvent[] = [];
  for (let count = 0; reader.remaining > 0; count++) {
    if (count === MAX_EVENTS) throw new RtmpError('invalid-message', `more than ${count} shared object events at once`);
    const type = reader.u8();
    const event = readSharedObjectEvent(type, new ByteReader(reader.view(reader.u32())), limits);
    if (event !== undefined) events.push(event);
  }
  return events;
}

/** Throws AmfError for a value that AMF cannot express. */
export function encodeSharedObject({ encoding, events, ...header }: SharedObjectMessage): RtmpMessage {
  const encoded = events.map((event) => encodeSharedObjectEvent(event, encoding));
  return joinSharedObjectEvents(header, encoding, encoded);
}

/** A message of events that are encoded already, by `encodeSharedObjectEvent`. */
export function joinSharedObjectEvents(
  { name, version, persistent }: SharedObjectHeader,
  encoding: AmfEncoding,
  events: readonly Uint8Array[],
): RtmpMessage {
  const writer = new ByteWriter(events.reduce((size, { length }) => size + length, 32 + name.length));
  if (encoding === 'amf3') writer.u8(0);
  writeName(writer, name);
  writer
    .u32(version)
    .u32(persistent ? PERSISTENT : 0)
    .u32(0);
  for (const event of events) writer.bytes(event);
  return {
    type: encoding === 'amf3' ? MessageType.sharedObjectAmf3 : MessageType.sharedObjectAmf0,
    timestamp: 0,
    messageStreamId: CONNECTION_STREAM,
    payload: writer.finish(),
  };
}
