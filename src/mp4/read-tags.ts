import { ByteReader } from '../bytes/byte-reader.js';
import { orUndefined, reading } from '../media/media-error.js';
import { boxesIn, findBox, readFullBox } from './read-box.js';
import type { Mp4Movie } from './read-movie.js';

/** What iTunes and others write about a film or a song. */
export interface Mp4Tags {
  /** By the type of the box, as `©nam`. */
  readonly texts: ReadonlyMap<string, string | number>;
  /** Cover art, JPEG or PNG. */
  readonly images: readonly Uint8Array[];
}

/** Kinds of data (QuickTime File Format, well-known types). */
const Kind = { utf8: 1, integer: 21 } as const;

const MAX_TAGS = 64;
const MAX_TEXT = 4096;
const MAX_IMAGES = 4;
const MAX_IMAGE = 2 * 1024 * 1024;

/** Reads the tags of a movie: as many as can be read, none where they are broken. */
export function readTags(movie: Mp4Movie): Mp4Tags {
  const texts = new Map<string, string | number>();
  const images: Uint8Array[] = [];
  orUndefined(() =>
    reading('tags', () => {
      const list = findTagList(movie);
      if (list === undefined) return;
      let count = 0;
      for (const { type, body } of boxesIn(list)) {
        if (++count > MAX_TAGS) return;
        for (const { kind, bytes } of valuesOf(body)) {
          if (type === 'covr') {
            if (images.length < MAX_IMAGES && bytes.length <= MAX_IMAGE) images.push(bytes.slice());
            continue;
          }
          const value = valueOf(type, kind, bytes);
          if (value !== undefined && !texts.has(type)) texts.set(type, value);
        }
      }
    }),
  );
  return { texts, images };
}

function findTagList({ userData, metadata }: Mp4Movie): Uint8Array | undefined {
  const meta = (userData && findBox(userData, 'meta')) ?? metadata;
  return meta && findBox(meta.subarray(metaPrefix(meta)), 'ilst');
}

/** The box has version and flags in files of ISO and iTunes, and none in those of QuickTime. */
function metaPrefix(meta: Uint8Array): number {
  const reader = new ByteReader(meta);
  reader.skip(4);
  return reader.remaining >= 4 && reader.utf8(4) === 'hdlr' ? 0 : 4;
}

function* valuesOf(tag: Uint8Array): Generator<{ kind: number; bytes: Uint8Array }, void, undefined> {
  for (const { type, body } of boxesIn(tag)) {
    if (type !== 'data') continue;
    const { flags, reader } = readFullBox(body);
    reader.skip(4); // locale
    yield { kind: flags, bytes: reader.rest() };
  }
}

function valueOf(type: string, kind: number, bytes: Uint8Array): string | number | undefined {
  const reader = new ByteReader(bytes);
  if (kind === Kind.utf8) return reader.utf8(Math.min(bytes.length, MAX_TEXT));
  if (kind === Kind.integer) return integer(reader);
  // Track and disc: a number and a total.
  if ((type === 'trkn' || type === 'disk') && bytes.length >= 6) {
    reader.skip(2);
    const number = reader.u16();
    const total = reader.u16();
    return total === 0 ? number : `${number}/${total}`;
  }
  return undefined;
}

function integer(reader: ByteReader): number | undefined {
  switch (reader.remaining) {
    case 1:
      return reader.u8();
    case 2:
      return reader.i16();
    case 3:
      return reader.i24();
    case 4:
      return reader.i32();
    default:
      return undefined;
  }
}
