import type { MediaFile } from '../media/media-file.js';
import type { Id3Tags } from './id3-tags.js';
import { ID3V1_SIZE, readId3v1 } from './id3v1.js';
import { ID3V2_HEADER_SIZE, MAX_ID3V2, readId3v2, readId3v2Header } from './id3v2.js';
import type { ByteRange } from './mp3-frame-reader.js';

/** The tags of a file, and what lies between them. */
export interface Id3Reading {
  /** Of ID3v2, and of ID3v1 what that does not say; empty if there are none. */
  readonly tags: Id3Tags;
  readonly sound: ByteRange;
}

/** Tags at the beginning of a file; some tools put their own in front of one that was there. */
const MAX_TAGS = 8;

/** Reads the ID3 tags at both ends of a file: up to 1 MiB of each at the beginning, 128 bytes at the end. */
export async function readId3(file: MediaFile): Promise<Id3Reading> {
  const tags = new Map<string, string>();
  let from = 0;
  for (let i = 0; i < MAX_TAGS; i++) {
    const header = readId3v2Header(await file.read(from, ID3V2_HEADER_SIZE));
    if (header === undefined) break;
    const body = await file.read(from + ID3V2_HEADER_SIZE, Math.min(header.size, MAX_ID3V2));
    addMissing(tags, readId3v2(header, body));
    const end = from + header.total;
    // A tag that claims more than there is: the sound is searched for right behind its header.
    from = end < file.size ? end : from + ID3V2_HEADER_SIZE;
  }
  const end = Math.max(from, file.size - ID3V1_SIZE);
  const old = readId3v1(await file.read(end, file.size - end));
  if (old !== undefined) addMissing(tags, old);
  return { tags, sound: { from, to: old === undefined ? file.size : end } };
}

function addMissing(tags: Map<string, string>, more: Id3Tags): void {
  for (const [name, text] of more) if (!tags.has(name)) tags.set(name, text);
}
