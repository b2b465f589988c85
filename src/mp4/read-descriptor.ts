import { ByteReader } from '../bytes/byte-reader.js';
import { readFullBox } from './read-box.js';

/** What an esds box says of a sound track. */
export interface ElementaryStream {
  /** objectTypeIndication (ISO/IEC 14496-1, 7.2.6.6): 0x40 AAC, 0x6b and 0x69 MP3. */
  readonly objectType: number;
  /** DecoderSpecificInfo: AudioSpecificConfig. */
  readonly configuration: Uint8Array | undefined;
}

const ES_DESCRIPTOR = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC_INFO = 5;

/**
 * Reads the descriptors of an esds box (ISO/IEC 14496-1, 7.2.6.5), whose sizes encoders write in one to four bytes. A
 * size beyond the end is cut there: files of Sorenson's tools have such.
 *
 * @returns undefined if they tell nothing of a decoder
 * @throws {EndOfBytesError}
 */
export function readElementaryStream(esds: Uint8Array): ElementaryStream | undefined {
  const { reader } = readFullBox(esds);
  const stream = find(reader.rest(), ES_DESCRIPTOR);
  if (stream === undefined) return undefined;
  const fields = new ByteReader(stream);
  fields.skip(2); // ES_ID
  const flags = fields.u8();
  if ((flags & 0x80) !== 0) fields.skip(2); // dependsOn
  if ((flags & 0x40) !== 0) fields.skip(fields.u8()); // URL
  if ((flags & 0x20) !== 0) fields.skip(2); // OCR
  const decoder = find(fields.rest(), DECODER_CONFIG);
  if (decoder === undefined) return undefined;
  const config = new ByteReader(decoder);
  const objectType = config.u8();
  config.skip(1 + 3 + 4 + 4); // stream type, buffer size, bit rates
  return { objectType, configuration: find(config.rest(), DECODER_SPECIFIC_INFO) };
}

/** The body of the first descriptor with that tag. */
function find(bytes: Uint8Array, tag: number): Uint8Array | undefined {
  const reader = new ByteReader(bytes);
  while (reader.remaining >= 2) {
    const found = reader.u8();
    const body = reader.view(Math.min(readSize(reader), reader.remaining));
    if (found === tag) return body;
  }
  return undefined;
}

function readSize(reader: ByteReader): number {
  let size = 0;
  for (let i = 0; i < 4; i++) {
    const byte = reader.u8();
    size = (size << 7) | (byte & 0x7f);
    if (byte < 0x80) break;
  }
  return size;
}
