import { ByteReader } from '../bytes/byte-reader.js';
import { decodeId3Text } from './id3-text.js';
import type { Id3Tags } from './id3-tags.js';

/** Bytes at the end of a file. */
export const ID3V1_SIZE = 128;

const NO_GENRE = 255;

/** Reads an ID3v1 or ID3v1.1 tag, the last 128 bytes of a file; undefined if they are none. */
export function readId3v1(bytes: Uint8Array): Id3Tags | undefined {
  if (bytes.length !== ID3V1_SIZE) return undefined;
  const reader = new ByteReader(bytes);
  if (reader.utf8(3) !== 'TAG') return undefined;
  const text = (size: number) => decodeId3Text(0, upToZero(reader.view(size)));
  const tags = new Map<string, string>();
  for (const [name, size] of [...FIELDS]) {
    const value = text(size);
    if (value !== '') tags.set(name, value);
  }
  const [zero, track] = [bytes[125], bytes[126]];
  if (zero === 0 && track !== undefined && track > 0) tags.set('track', String(track));
  const genre = bytes[127]!;
  if (genre !== NO_GENRE) tags.set('genre', String(genre));
  return tags;
}

const FIELDS = [
  ['songname', 30],
  ['artist', 30],
  ['album', 30],
  ['year', 4],
  ['comment', 30],
] as const;

function upToZero(bytes: Uint8Array): Uint8Array {
  const zero = bytes.indexOf(0);
  return zero < 0 ? bytes : bytes.subarray(0, zero);
}
