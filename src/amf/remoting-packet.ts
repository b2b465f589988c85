import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { utf8Length } from '../bytes/utf8-length.js';
import { Amf0Decoder } from './amf0-decoder.js';
import { encodeAmf0 } from './amf0-encoder.js';
import { AmfError } from './amf-error.js';
import { encodeAmf3 } from './amf3-encoder.js';
import type { AmfDecodeOptions } from './decode-options.js';
import { amf0Marker } from './markers.js';
import type { AmfValue } from './value.js';

/** What Flash Remoting posts as `application/x-amf`, and what it is answered (AMF 0 specification, section 4). */
export interface RemotingPacket {
  /** 3: what the messages hold is AMF3 behind the AMF3 switch. */
  readonly version: 0 | 3;
  readonly headers: readonly RemotingHeader[];
  readonly messages: readonly RemotingMessage[];
}

export interface RemotingHeader {
  /** `Credentials`, `AppendToGatewayUrl`, … */
  readonly name: string;
  /** Who does not know it must refuse the packet. */
  readonly mustUnderstand: boolean;
  readonly value: AmfValue;
}

export interface RemotingMessage {
  /** Of a question `service.method`; of an answer `/1/onResult` or `/1/onStatus`. */
  readonly target: string;
  /** `/1`: the answer names it; of an answer empty or `null`. */
  readonly response: string;
  /** Of a question the arguments, in an array. */
  readonly value: AmfValue;
}

const MAX_NAME = 0xffff;

/**
 * Reads a packet. Lengths that are announced are not believed: Flash Player says -1, others what they like. Version 1
 * is that of Flash Communication Server, and reads as 0. Throws {@link AmfError}.
 */
export function decodeRemotingPacket(bytes: Uint8Array, options: AmfDecodeOptions = {}): RemotingPacket {
  try {
    const reader = new ByteReader(bytes);
    const version = reader.u16();
    if (version !== 0 && version !== 1 && version !== 3) {
      throw new AmfError('bad-marker', `version ${version} of a remoting packet`);
    }
    const headers: RemotingHeader[] = [];
    for (let left = reader.u16(); left > 0; left--) {
      const name = text(reader);
      headers.push({ name, mustUnderstand: reader.u8() !== 0, value: value(reader, options) });
    }
    const messages: RemotingMessage[] = [];
    for (let left = reader.u16(); left > 0; left--) {
      const target = text(reader);
      messages.push({ target, response: text(reader), value: value(reader, options) });
    }
    return { version: version === 3 ? 3 : 0, headers, messages };
  } catch (error) {
    throw AmfError.from(error);
  }
}

/** A packet of questions, as Flash Player writes them: the array of arguments is AMF0. Throws {@link AmfError}. */
export function encodeRemotingRequest(packet: RemotingPacket): Uint8Array {
  return encode(packet, (content) => {
    return packet.version === 0 || !Array.isArray(content) ? encodeAmf0([content]) : argumentList(content);
  });
}

/** A packet of answers. Throws {@link AmfError}. */
export function encodeRemotingReply(packet: RemotingPacket): Uint8Array {
  return encode(packet, (content) => {
    return packet.version === 0 ? encodeAmf0([content]) : behindSwitch(encodeAmf3(content));
  });
}

function text(reader: ByteReader): string {
  return reader.utf8(reader.u16());
}

/** Each has reference tables of its own. */
function value(reader: ByteReader, options: AmfDecodeOptions): AmfValue {
  reader.skip(4);
  return new Amf0Decoder(reader, options).read();
}

function encode(packet: RemotingPacket, contentOf: (content: AmfValue) => Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  writer.u16(packet.version).u16(packet.headers.length);
  for (const header of packet.headers) {
    writeText(writer, header.name);
    writer.u8(header.mustUnderstand ? 1 : 0);
    writeContent(writer, encodeAmf0([header.value]));
  }
  writer.u16(packet.messages.length);
  for (const message of packet.messages) {
    writeText(writer, message.target);
    writeText(writer, message.response);
    writeContent(writer, contentOf(message.value));
  }
  return writer.finish();
}

function writeText(writer: ByteWriter, content: string): void {
  const length = utf8Length(content);
  if (length > MAX_NAME) throw new AmfError('unencodable', `a name of ${length} bytes in a remoting packet`);
  writer.u16(length).utf8(content);
}

function writeContent(writer: ByteWriter, content: Uint8Array): void {
  writer.u32(content.length).bytes(content);
}

function behindSwitch(content: Uint8Array): Uint8Array {
  return new ByteWriter(content.length + 1).u8(amf0Marker.avmPlus).bytes(content).finish();
}

function argumentList(args: readonly AmfValue[]): Uint8Array {
  const writer = new ByteWriter().u8(amf0Marker.strictArray).u32(args.length);
  return writer.bytes(encodeAmf0(args, { avmPlus: true })).finish();
}
