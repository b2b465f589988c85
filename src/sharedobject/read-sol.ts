import { Amf0Decoder } from '../amf/amf0-decoder.js';
import { Amf3Decoder } from '../amf/amf3-decoder.js';
import { AmfError } from '../amf/amf-error.js';
import type { AmfLimits } from '../amf/amf-limits.js';
import { amf0Marker } from '../amf/markers.js';
import type { AmfValue } from '../amf/value.js';
import { AmfObject } from '../amf/value.js';
import { ByteReader, EndOfBytesError } from '../bytes/byte-reader.js';
import { concat } from '../bytes/concat.js';
import { SolError } from './sol-error.js';

/** A shared object as Flash Player keeps it in a file. */
export interface SolFile {
  /** The name that it has in the file; the name of the file may be another. */
  readonly name: string;
  readonly encoding: 'amf0' | 'amf3';
  readonly properties: ReadonlyMap<string, AmfValue>;
}

/** "TCSO", which comes behind the marker 00 BF and the length of all that follows. */
const SIGNATURE = 0x5443534f;
const MARKER = 0x00bf;
/** 00 04 00 00 00 00, whose meaning nobody knows. */
const UNKNOWN_BYTES = 6;

/** What a value may cost; bounded by the size of the file in any case. */
const MAX_DEPTH = 256;

/** Flash Player counts references from 1 on: the root, which is written without a marker, is 0. */
const ROOT = Uint8Array.of(amf0Marker.object, 0, 0, amf0Marker.objectEnd);

/**
 * Reads a `.sol` file (OSFlash, "Local Shared Object envelope"). Throws {@link SolError}.
 *
 * What follows the announced length is ignored, and so is the absence of the zero behind the last value. The `.fso` of
 * Flash Media Server is said to be of the same layout; whoever has one that is not gets `unknown-version` or `bad-value`.
 */
export function readSol(bytes: Uint8Array): SolFile {
  try {
    return readFile(bytes);
  } catch (error) {
    if (error instanceof SolError) throw error;
    if (error instanceof EndOfBytesError || (error instanceof AmfError && error.code === 'truncated')) {
      throw new SolError('truncated', error.message, { cause: error });
    }
    if (error instanceof AmfError) throw new SolError('bad-value', error.message, { cause: error });
    throw error;
  }
}

/** Whether the bytes begin as a `.sol` or `.fso` of Flash does; the first ten are enough. */
export function looksLikeSol(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false;
  const reader = new ByteReader(bytes);
  if (reader.u16() !== MARKER) return false;
  reader.skip(4);
  return reader.u32() === SIGNATURE;
}

function readFile(bytes: Uint8Array): SolFile {
  if (!looksLikeSol(bytes)) throw new SolError('not-sol', 'it does not begin with 00 BF, a length and "TCSO"');
  const outer = new ByteReader(bytes);
  outer.skip(2);
  const reader = new ByteReader(outer.view(outer.u32()));
  reader.skip(4 + UNKNOWN_BYTES);
  const name = reader.utf8(reader.u16());
  const version = reader.u32();
  if (version !== 0 && version !== 3) {
    throw new SolError('unknown-version', `AMF version ${version} at offset ${reader.offset + 2}`);
  }
  const limits = { maxDepth: MAX_DEPTH, maxElements: bytes.length, maxStringLength: bytes.length };
  const properties = version === 0 ? readAmf0(reader.rest(), limits) : readAmf3(reader.rest(), limits);
  return { name, encoding: version === 0 ? 'amf0' : 'amf3', properties };
}

/** Each element is a name with its length, a value, and a zero. */
function readAmf0(elements: Uint8Array, limits: AmfLimits): Map<string, AmfValue> {
  const decoder = new Amf0Decoder(new ByteReader(concat([ROOT, elements])), { limits });
  const root = decoder.read();
  if (!(root instanceof AmfObject)) throw new Error('the root is an object');
  const { reader } = decoder;
  while (!decoder.done) {
    const name = reader.utf8(reader.u16());
    root.set(name, decoder.read());
    skipZero(reader);
  }
  return root.properties;
}

/** The names share the table of strings with the values. */
function readAmf3(elements: Uint8Array, limits: AmfLimits): Map<string, AmfValue> {
  const decoder = new Amf3Decoder(new ByteReader(elements), { limits });
  const properties = new Map<string, AmfValue>();
  while (!decoder.done) {
    const name = decoder.readString();
    properties.set(name, decoder.read());
    skipZero(decoder.reader);
  }
  return properties;
}

function skipZero(reader: ByteReader): void {
  if (reader.remaining > 0 && reader.u8() !== 0) {
    throw new SolError('bad-value', `no end of a property at offset ${reader.offset - 1} of the properties`);
  }
}
