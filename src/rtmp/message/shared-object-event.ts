import { Amf0Decoder } from '../../amf/amf0-decoder.js';
import type { AmfLimits } from '../../amf/amf-limits.js';
import { Amf0Encoder } from '../../amf/amf0-encoder.js';
import { AmfError } from '../../amf/amf-error.js';
import type { AmfValue } from '../../amf/value.js';
import type { ByteReader } from '../../bytes/byte-reader.js';
import { ByteWriter } from '../../bytes/byte-writer.js';
import { utf8Length } from '../../bytes/utf8-length.js';
import { RtmpError } from '../rtmp-error.js';
import type { AmfEncoding } from './amf-payload.js';

/** Event types of shared object messages (RTMP 1.0, section 7.1.3). */
export const SharedObjectEventType = {
  use: 1,
  release: 2,
  requestChange: 3,
  change: 4,
  success: 5,
  sendMessage: 6,
  status: 7,
  clear: 8,
  remove: 9,
  requestRemove: 10,
  useSuccess: 11,
} as const;

type EventName = keyof typeof SharedObjectEventType;

const EVENT_NAMES: ReadonlyMap<number, EventName> = new Map(
  Object.entries(SharedObjectEventType).map(([name, type]) => [type, name as EventName]),
);

/** A property with its value. */
export type PropertyPair = readonly [name: string, value: AmfValue];

/** What happens to a shared object, by the name of the event. */
export type SharedObjectEvent =
  /** The client wants to use the object; it may. The client forgets all properties. The client uses it no more. */
  | { readonly event: 'use' | 'useSuccess' | 'clear' | 'release' }
  /** A client wants properties to have these values; they have. */
  | { readonly event: 'requestChange' | 'change'; readonly properties: readonly PropertyPair[] }
  /** Properties have the values that the client wanted; it wants them to be deleted; they are. */
  | { readonly event: 'success' | 'requestRemove' | 'remove'; readonly names: readonly string[] }
  /** Everybody who uses the object is to call its handler of that name. */
  | { readonly event: 'sendMessage'; readonly handler: string; readonly args: readonly AmfValue[] }
  | { readonly event: 'status'; readonly code: string; readonly level: string };

/**
 * The event of that type; undefined for a type that is not known. Each property has reference tables of its own. What
 * stands behind the last field of an event is ignored. Throws EndOfBytesError, AmfError and RtmpError.
 *
 * @param reader ends where the event does
 */
export function readSharedObjectEvent(
  type: number,
  reader: ByteReader,
  limits: AmfLimits,
): SharedObjectEvent | undefined {
  const event = EVENT_NAMES.get(type);
  switch (event) {
    case 'requestChange':
    case 'change': {
      const properties: PropertyPair[] = [];
      while (reader.remaining > 0) properties.push([readName(reader), new Amf0Decoder(reader, { limits }).read()]);
      return { event, properties };
    }
    case 'success':
    case 'requestRemove':
    case 'remove': {
      const names: string[] = [];
      while (reader.remaining > 0) names.push(readName(reader));
      return { event, names };
    }
    case 'sendMessage': {
      const [handler, ...args] = new Amf0Decoder(reader, { limits }).readAll();
      if (typeof handler !== 'string') throw new RtmpError('invalid-message', 'a sent message without a handler');
      return { event, handler, args };
    }
    case 'status':
      return { event, code: readName(reader), level: readName(reader) };
    case undefined:
      return undefined;
    default:
      return { event };
  }
}

/**
 * The bytes of an event: its type, its length and its data. Throws AmfError for a value or a name that has no form, and
 * for one of more than `maxLength` bytes.
 */
export function encodeSharedObjectEvent(
  event: SharedObjectEvent,
  encoding: AmfEncoding,
  maxLength?: number,
): Uint8Array {
  const writer = new ByteWriter().u8(SharedObjectEventType[event.event]).u32(0);
  const options = { avmPlus: encoding === 'amf3', ...(maxLength === undefined ? {} : { maxLength }) };
  const header = writer.length;
  if ('properties' in event) {
    for (const [name, value] of event.properties) {
      writeName(writer, name);
      writer.bytes(new Amf0Encoder(options).write(value).finish());
    }
  } else if ('names' in event) {
    for (const name of event.names) writeName(writer, name);
  } else if ('handler' in event) {
    const encoder = new Amf0Encoder(options).write(event.handler);
    for (const value of event.args) encoder.write(value);
    writer.bytes(encoder.finish());
  } else if ('code' in event) {
    writeName(writer, event.code);
    writeName(writer, event.level);
  }
  writer.patchU32(1, writer.length - header);
  return writer.finish();
}

export function readName(reader: ByteReader): string {
  return reader.utf8(reader.u16());
}

export function writeName(writer: ByteWriter, name: string): void {
  const length = utf8Length(name);
  if (length > 0xffff) throw new AmfError('unencodable', `a name of ${length} bytes`);
  writer.u16(length).utf8(name);
}
