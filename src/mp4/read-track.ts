import { orUndefined, reading, MediaError } from '../media/media-error.js';
import type { Box } from './read-box.js';
import { boxesIn, findBox, findBoxAt, readFullBox, readType, readU64 } from './read-box.js';
import type { TrackEdit } from './read-edit-list.js';
import { readEditList } from './read-edit-list.js';
import { readSoundEntry } from './read-sound-entry.js';
import { readVisualEntry } from './read-visual-entry.js';
import type { SampleEntry } from './sample-entry.js';

/** How a track is coded and timed. */
export interface PlayedTrack {
  readonly id: number;
  readonly kind: SampleEntry['kind'];
  readonly isEnabled: boolean;
  /** Ticks per second. */
  readonly timescale: number;
  /** Ticks, as announced; 0 when not known. */
  readonly duration: number;
  /** ISO 639-2, `und` when not told. */
  readonly language: string;
  readonly edit: TrackEdit;
  /** How samples are coded, by the index of their description; undefined where that cannot be played. */
  readonly entries: readonly (SampleEntry | undefined)[];
}

/** A track of a movie, as its trak box describes it. */
export interface Mp4Track extends PlayedTrack {
  /** Body of the stbl box: a view, which keeps the whole header of the movie in memory. */
  readonly table: Uint8Array;
}

/** Recorders of Adobe prepare some hundred; no file needs more. */
const MAX_ENTRIES = 4096;

const ENABLED = 1;

const KINDS: ReadonlyMap<string, SampleEntry['kind']> = new Map<string, SampleEntry['kind']>([
  ['vide', 'video'],
  ['soun', 'audio'],
  ['text', 'text'],
  ['sbtl', 'text'],
]);

/**
 * Reads a track (ISO/IEC 14496-12, 8.3).
 *
 * @param trak the body of the box
 * @returns undefined for one of which nothing can be played
 * @throws {MediaError}
 */
export function readTrack(trak: Uint8Array): Mp4Track | undefined {
  return reading('a track', () => {
    const media = findBox(trak, 'mdia');
    const kind = media && readKind(media);
    const table = media && findBoxAt(media, 'minf', 'stbl');
    const descriptions = table && findBox(table, 'stsd');
    if (media === undefined || kind === undefined || table === undefined || descriptions === undefined)
      return undefined;
    const entries = readEntries(descriptions, kind);
    if (entries.every((entry) => entry === undefined)) return undefined;
    const header = { ...readTrackHeader(trak), ...readMediaHeader(media) };
    return { ...header, kind, edit: readEditList(trak), entries, table };
  });
}

function readKind(media: Uint8Array): SampleEntry['kind'] | undefined {
  const handler = findBox(media, 'hdlr');
  if (handler === undefined) return undefined;
  const { reader } = readFullBox(handler);
  reader.skip(4);
  return KINDS.get(readType(reader));
}

function readEntries(stsd: Uint8Array, kind: SampleEntry['kind']): (SampleEntry | undefined)[] {
  const { reader } = readFullBox(stsd);
  reader.skip(4); // how many: as many as there are
  const entries: (SampleEntry | undefined)[] = [];
  for (const box of boxesIn(reader.rest())) {
    if (entries.length === MAX_ENTRIES) throw new MediaError('malformed', `more than ${MAX_ENTRIES} sample entries`);
    entries.push(orUndefined(() => reading('a sample entry', () => readEntry(box, kind))));
  }
  return entries;
}

function readEntry(box: Box, kind: SampleEntry['kind']): SampleEntry | undefined {
  switch (kind) {
    case 'video':
      return readVisualEntry(box);
    case 'audio':
      return readSoundEntry(box);
    case 'text':
      return box.type === 'tx3g' || box.type === 'text' ? { kind, type: box.type } : undefined;
  }
}

function readTrackHeader(trak: Uint8Array): { id: number; isEnabled: boolean } {
  const header = findBox(trak, 'tkhd');
  if (header === undefined) throw new MediaError('malformed', 'a track without tkhd');
  const { version, flags, reader } = readFullBox(header);
  reader.skip(version === 1 ? 16 : 8); // creation, modification
  return { id: reader.u32(), isEnabled: (flags & ENABLED) !== 0 };
}

function readMediaHeader(media: Uint8Array): { timescale: number; duration: number; language: string } {
  const header = findBox(media, 'mdhd');
  if (header === undefined) throw new MediaError('malformed', 'a track without mdhd');
  const { version, reader } = readFullBox(header);
  reader.skip(version === 1 ? 16 : 8); // creation, modification
  const timescale = reader.u32();
  if (timescale === 0) throw new MediaError('malformed', 'a track with 0 ticks per second');
  const duration = version === 1 ? readU64(reader) : reader.u32();
  const isUnknown = duration >= 2 ** 32 - 1 && (version === 0 || duration >= 2 ** 63);
  return { timescale, duration: isUnknown ? 0 : duration, language: languageOf(reader.u16()) };
}

/** Three letters of five bits each; small numbers are languages of the Macintosh. */
function languageOf(code: number): string {
  if (code < 0x400 || code === 0x7fff) return 'und';
  return String.fromCharCode(0x60 + ((code >> 10) & 31), 0x60 + ((code >> 5) & 31), 0x60 + (code & 31));
}
