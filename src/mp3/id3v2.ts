import { ByteReader } from '../bytes/byte-reader.js';
import { orUndefined, reading } from '../media/media-error.js';
import type { Id3Tags } from './id3-tags.js';
import { decodeId3Text, endOfId3Text, isId3Encoding } from './id3-text.js';

/** Bytes of the header, and of the footer that ID3v2.4 may have. */
export const ID3V2_HEADER_SIZE = 10;

/** Bytes of a tag that are looked at, frames of it, and bytes of a text: pictures are larger. */
export const MAX_ID3V2 = 1024 * 1024;
const MAX_FRAMES = 256;
const MAX_TEXT = 16 * 1024;

/** The header of a tag. */
export interface Id3v2Header {
  readonly version: 2 | 3 | 4;
  readonly flags: number;
  /** Bytes of the tag behind its header, without the footer. */
  readonly size: number;
  /** Bytes of all: header, tag and footer. */
  readonly total: number;
}

const UNSYNCHRONISED = 0x80;
const EXTENDED = 0x40;
const FOOTER = 0x10;

/** Reads the first 10 bytes of an ID3v2 tag; undefined if they are none. */
export function readId3v2Header(bytes: Uint8Array): Id3v2Header | undefined {
  if (bytes.length < ID3V2_HEADER_SIZE) return undefined;
  const reader = new ByteReader(bytes);
  if (reader.utf8(3) !== 'ID3') return undefined;
  const [version, revision, flags] = [reader.u8(), reader.u8(), reader.u8()];
  const size = syncsafe(reader.u32());
  if (size === undefined || revision === 0xff || (version !== 2 && version !== 3 && version !== 4)) return undefined;
  const footer = version === 4 && (flags & FOOTER) !== 0 ? ID3V2_HEADER_SIZE : 0;
  return { version, flags, size, total: ID3V2_HEADER_SIZE + size + footer };
}

/**
 * Reads the text frames of an ID3v2.2, 2.3 or 2.4 tag, as far as they can be read: what is compressed, encrypted or
 * long is left out.
 *
 * @param body what follows the header; {@link MAX_ID3V2} bytes of it are enough
 */
export function readId3v2({ version, flags }: Id3v2Header, body: Uint8Array): Id3Tags {
  const tags = new Map<string, string>();
  if (version === 2 && (flags & EXTENDED) !== 0) return tags;
  const isUnsynchronised = (flags & UNSYNCHRONISED) !== 0;
  const whole = isUnsynchronised && version < 4 ? resynchronised(body) : body;
  orUndefined(() =>
    reading('ID3v2', () => {
      const reader = new ByteReader(whole);
      if (version > 2 && (flags & EXTENDED) !== 0) skipExtendedHeader(reader, version);
      for (let i = 0; i < MAX_FRAMES && (reader.peek() ?? 0) !== 0; i++) readFrame(reader, version, tags);
    }),
  );
  return tags;
}

function skipExtendedHeader(reader: ByteReader, version: number): void {
  const size = reader.u32();
  reader.skip(version === 3 ? size : Math.max(0, (syncsafe(size) ?? 4) - 4));
}

/** Frames of ID3v2.2 by the names that they have later. */
const LATER_NAMES: ReadonlyMap<string, string> = new Map([
  ['TT2', 'TIT2'],
  ['TP1', 'TPE1'],
  ['TAL', 'TALB'],
  ['TYE', 'TYER'],
  ['TCO', 'TCON'],
  ['TRK', 'TRCK'],
  ['COM', 'COMM'],
]);

const FLASH_NAMES: ReadonlyMap<string, string> = new Map([
  ['TIT2', 'songname'],
  ['TPE1', 'artist'],
  ['TALB', 'album'],
  ['TYER', 'year'],
  ['TDRC', 'year'],
  ['COMM', 'comment'],
  ['TCON', 'genre'],
  ['TRCK', 'track'],
]);

function readFrame(reader: ByteReader, version: 2 | 3 | 4, tags: Map<string, string>): void {
  const id = reader.utf8(version === 2 ? 3 : 4);
  if (!/^[A-Z0-9]{3,4}$/.test(id)) return reader.skip(reader.remaining);
  const size = version === 2 ? reader.u24() : frameSize(reader, version);
  const flags = version === 2 ? 0 : reader.u16() & 0xff;
  const data = reader.view(size);
  const content = version === 2 ? data : unpacked(data, version, flags);
  const name = LATER_NAMES.get(id) ?? id;
  if (content === undefined || content.length > MAX_TEXT) return;
  const text = name === 'COMM' ? comment(content) : isText(name) ? plainText(content) : undefined;
  if (text === undefined || text === '') return;
  for (const key of [name, FLASH_NAMES.get(name)]) if (key !== undefined && !tags.has(key)) tags.set(key, text);
}

/** iTunes wrote the sizes of ID3v2.4 frames as ID3v2.3 has them: they count so where only then a frame follows. */
function frameSize(reader: ByteReader, version: 3 | 4): number {
  const plain = reader.u32();
  if (version === 3 || plain < 0x80) return plain;
  const safe = syncsafe(plain);
  if (safe === undefined) return plain;
  return !frameFollows(reader, safe) && frameFollows(reader, plain) ? plain : safe;
}

function frameFollows({ bytes, offset }: ByteReader, size: number): boolean {
  const at = offset + 2 + size;
  if (at === bytes.length) return true;
  const next = bytes.subarray(at, at + 4);
  return next.length === 4 && (next[0] === 0 || next.every((byte) => /[A-Z0-9]/.test(String.fromCharCode(byte))));
}

/** What a frame holds, without what its flags put in front of it; undefined if it is compressed or encrypted. */
function unpacked(data: Uint8Array, version: 3 | 4, flags: number): Uint8Array | undefined {
  if (version === 3) return flags & 0xc0 ? undefined : data.subarray(flags & 0x20 ? 1 : 0);
  if (flags & 0x0c) return undefined;
  const content = data.subarray((flags & 0x40 ? 1 : 0) + (flags & 0x01 ? 4 : 0));
  return flags & 0x02 ? resynchronised(content) : content;
}

function isText(name: string): boolean {
  return name.startsWith('T') && name !== 'TXXX' && name !== 'TXX';
}

function plainText(content: Uint8Array): string | undefined {
  const encoding = content[0];
  return isId3Encoding(encoding) ? decodeId3Text(encoding, content.subarray(1)) : undefined;
}

/** Encoding, three letters of language, a description up to its zero, the text. */
function comment(content: Uint8Array): string | undefined {
  const encoding = content[0];
  if (!isId3Encoding(encoding)) return undefined;
  const described = content.subarray(4);
  const end = endOfId3Text(encoding, described);
  return end === undefined ? undefined : decodeId3Text(encoding, described.subarray(end));
}

/** Takes out the zeros that unsynchronisation put behind each FF. */
function resynchronised(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    result[length++] = bytes[i]!;
    if (bytes[i] === 0xff && bytes[i + 1] === 0) i++;
  }
  return result.subarray(0, length);
}

/** A number of four times seven bits; undefined if an eighth is set. */
function syncsafe(value: number): number | undefined {
  if ((value & 0x80808080) !== 0) return undefined;
  return (value & 0x7f) | ((value >>> 1) & 0x3f80) | ((value >>> 2) & 0x1fc000) | ((value >>> 3) & 0xfe00000);
}
