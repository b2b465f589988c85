import { createHash } from 'node:crypto';
import { AmfError } from '../amf/amf-error.js';
import { Amf0Decoder } from '../amf/amf0-decoder.js';
import { encodeAmf0 } from '../amf/amf0-encoder.js';
import { decodeAmf3 } from '../amf/amf3-decoder.js';
import { encodeAmf3 } from '../amf/amf3-encoder.js';
import type { AmfValue } from '../amf/value.js';
import { ByteReader, EndOfBytesError } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { utf8Length } from '../bytes/utf8-length.js';
import type { SharedObjectContent, VersionedValue } from '../sharedobject/shared-object-store.js';
import { needsAmf3 } from './needs-amf3.js';
import { SharedObjectFileError } from './shared-object-file-error.js';

/** "AGSO". */
const SIGNATURE = 0x4147534f;
const FORMAT_VERSION = 1;
/** Signature, format version, two zero bytes, and the length of the body. */
const HEADER_SIZE = 12;
const CHECKSUM_SIZE = 32;

const AMF0 = 0;
const AMF3 = 3;
const MAX_DEPTH = 512;

/**
 * The bytes of a file: the header, a body of that length, and the SHA-256 of both. All numbers are big-endian, names
 * are UTF-8 behind their length in two bytes.
 *
 * | bytes | |
 * |---|---|
 * | 4 | `AGSO` |
 * | 2 | version of the format, 1 |
 * | 2 | 0 |
 * | 4 | length of the body |
 * | 2 + n | name of the object |
 * | 4 | version of the object |
 * | 4 | number of properties; of each: its version (4), its name (2 + n), 0 for AMF0 or 3 for AMF3 (1), the length of its value (4), its value |
 * | 4 | number of deleted properties that are still known; of each: its version (4), its name (2 + n) |
 * | 32 | SHA-256 of everything before |
 *
 * Throws AmfError if a value has no form, or would be larger than any that a client can send.
 */
export function encodeSharedObject(content: SharedObjectContent): Uint8Array {
  const writer = new ByteWriter(1024);
  writer.u32(SIGNATURE).u16(FORMAT_VERSION).u16(0).u32(0);
  writeName(writer, content.name);
  writer.u32(content.version).u32(content.properties.size);
  for (const [name, { value, version }] of content.properties) {
    writer.u32(version);
    writeName(writer, name);
    writeValue(writer, value);
  }
  writer.u32(content.deleted.size);
  for (const [name, version] of content.deleted) {
    writer.u32(version);
    writeName(writer, name);
  }
  writer.patchU32(8, writer.length - HEADER_SIZE);
  const bytes = writer.finish();
  return writer.bytes(sha256(bytes)).finish();
}

/** Whether a file is meant to be one of these, whole or not; the first four bytes are enough. */
export function isOurs(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new ByteReader(bytes).u32() === SIGNATURE;
}

/** Reads what {@link encodeSharedObject} wrote. Throws SharedObjectFileError. */
export function decodeSharedObject(bytes: Uint8Array): SharedObjectContent {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof EndOfBytesError || error instanceof AmfError)) throw error;
    throw new SharedObjectFileError('damaged', error.message, { cause: error });
  }
}

function decode(bytes: Uint8Array): SharedObjectContent {
  const outer = new ByteReader(bytes);
  if (outer.u32() !== SIGNATURE) throw new SharedObjectFileError('damaged', 'it does not begin with "AGSO"');
  const format = outer.u16();
  if (format !== FORMAT_VERSION) {
    throw new SharedObjectFileError('other-version', `its format is ${format}, and ${FORMAT_VERSION} is what is known`);
  }
  outer.skip(2);
  const length = outer.u32();
  const reader = new ByteReader(outer.view(length));
  const whole = bytes.subarray(0, HEADER_SIZE + length);
  if (outer.remaining !== CHECKSUM_SIZE || !areEqual(outer.rest(), sha256(whole))) {
    throw new SharedObjectFileError('damaged', 'its checksum is wrong');
  }
  const name = readName(reader);
  const version = reader.u32();
  const properties = new Map<string, VersionedValue>();
  for (let left = reader.u32(); left > 0; left--) {
    const changed = reader.u32();
    properties.set(readName(reader), { version: changed, value: readValue(reader) });
  }
  const deleted = new Map<string, number>();
  for (let left = reader.u32(); left > 0; left--) {
    const changed = reader.u32();
    deleted.set(readName(reader), changed);
  }
  return { name, version, properties, deleted };
}

/** AMF0 keeps apart what AMF3 does not (kinds of arrays, undefined and unsupported), so AMF3 is for what only it can say. */
function writeValue(writer: ByteWriter, value: AmfValue): void {
  const amf0 = needsAmf3(value) ? undefined : asAmf0(value);
  const bytes = amf0 ?? encodeAmf3(value);
  writer.u8(amf0 === undefined ? AMF3 : AMF0);
  writer.u32(bytes.length).bytes(bytes);
}

function asAmf0(value: AmfValue): Uint8Array | undefined {
  try {
    return encodeAmf0([value]);
  } catch (error) {
    if (error instanceof AmfError && error.code === 'unencodable') return undefined;
    throw error;
  }
}

function readValue(reader: ByteReader): AmfValue {
  const encoding = reader.u8();
  const bytes = reader.view(reader.u32());
  const limits = { maxDepth: MAX_DEPTH, maxElements: bytes.length, maxStringLength: bytes.length };
  if (encoding === AMF3) return decodeAmf3(bytes, { limits });
  return new Amf0Decoder(new ByteReader(bytes), { limits }).read();
}

function writeName(writer: ByteWriter, name: string): void {
  const length = utf8Length(name);
  if (length > 0xffff) throw new AmfError('unencodable', `a name of ${length} bytes`);
  writer.u16(length).utf8(name);
}

function readName(reader: ByteReader): string {
  return reader.utf8(reader.u16());
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
