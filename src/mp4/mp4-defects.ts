import { orUndefined, reading } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import type { DefectMend, MediaDefect } from '../media/media-report.js';
import { FileWindow } from './file-window.js';
import type { MovieLocation } from './find-movie.js';
import {
  BOX_HEADER,
  boxesIn,
  findBox,
  findBoxAt,
  LONG_BOX_HEADER,
  readBoxHeader,
  readFullBox,
  readType,
} from './read-box.js';
import type { Mp4Movie } from './read-movie.js';
import type { PlayedTrack } from './read-track.js';
import { readTrack } from './read-track.js';

/** What the boxes of a file tell from outside. */
interface BoxSurvey {
  /** Of the first box with media; undefined if there is none. */
  readonly mediaAt: number | undefined;
  /** Of a box that the file ends in; undefined if it ends behind one. */
  readonly cutOffAt: number | undefined;
  readonly cutOffType: string;
}

/**
 * What is wrong with a file that can be read.
 *
 * @param played the tracks that a player gets
 * @param maxBoxes that are looked at
 */
export async function mp4Defects(
  file: MediaFile,
  location: MovieLocation,
  movie: Mp4Movie,
  played: readonly PlayedTrack[],
  maxBoxes: number,
): Promise<MediaDefect[]> {
  const boxes = await surveyBoxes(file, maxBoxes);
  const tracks = [...trackDefects(location.body, movie, played)];
  const isRepairable = movie.tracks.every(canBeLaidOut) && tracks.every(({ code }) => code !== 'unsupported-track');
  const mend = movie.fragmentDefaults === undefined ? 'nothing' : isRepairable ? 'repair' : 'remux';
  return [...layoutDefects(boxes, location, mend, file.size), ...tracks];
}

function* layoutDefects(
  { mediaAt, cutOffAt, cutOffType }: BoxSurvey,
  { offset }: MovieLocation,
  mend: DefectMend,
  size: number,
): Generator<MediaDefect> {
  if (mend !== 'nothing') {
    const message = 'the media is in fragments, as that of a recording is until it ends';
    yield { code: 'unfinished', message, offset: undefined, mend };
  } else if (mediaAt !== undefined && mediaAt < offset) {
    const message = 'the header is behind the media, so that players on the web wait for the whole file';
    yield { code: 'header-at-end', message, offset, mend: 'remux' };
  }
  if (cutOffAt !== undefined) {
    const message = `the last box (${cutOffType}) is cut off: ${size - cutOffAt} bytes of it are there`;
    yield { code: 'truncated', message, offset: cutOffAt, mend };
  }
}

/** Whether the track can be part of an ordinary MP4 that is laid out of fragments. */
function canBeLaidOut({ kind, entries }: PlayedTrack): boolean {
  return kind !== 'text' && entries.length === 1;
}

async function surveyBoxes(file: MediaFile, maxBoxes: number): Promise<BoxSurvey> {
  const window = new FileWindow(file);
  let mediaAt: number | undefined;
  let at = 0;
  for (let left = maxBoxes; left > 0 && at < file.size; left--) {
    const bytes = await window.read(at, LONG_BOX_HEADER);
    const header = bytes.length < BOX_HEADER ? undefined : orUndefined(() => readBoxHeader(bytes));
    if (header === undefined) return { mediaAt, cutOffAt: at, cutOffType: 'its type is not there' };
    const { type, size = file.size - at } = header;
    if (at + size > file.size) return { mediaAt, cutOffAt: at, cutOffType: type };
    if (type === 'mdat') mediaAt ??= at;
    at += size;
  }
  return { mediaAt, cutOffAt: undefined, cutOffType: '' };
}

/** Handlers of what a player would show or let hear. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['vide', 'video'],
  ['soun', 'audio'],
]);

function* trackDefects(moov: Uint8Array, { tracks }: Mp4Movie, played: readonly PlayedTrack[]): Generator<MediaDefect> {
  const facts = { offset: undefined, mend: 'nothing' } as const;
  for (const { type, body } of boxesIn(moov)) {
    if (type !== 'trak' || readTrack(body) !== undefined) continue;
    const found = orUndefined(() => reading('a track', () => describeTrack(body)));
    if (found === undefined) continue;
    const message = `${found.kind} in a codec that cannot be played (${found.entry})`;
    yield { code: 'unsupported-track', message, ...facts };
  }
  const ids = new Set(played.map(({ id }) => id));
  for (const { id, kind, language } of tracks) {
    if (ids.has(id)) continue;
    const message = `of several tracks of ${kind} one is played, not track ${id} (${language})`;
    yield { code: 'unplayed-track', message, ...facts };
  }
}

function describeTrack(trak: Uint8Array): { readonly kind: string; readonly entry: string } | undefined {
  const media = findBox(trak, 'mdia');
  const handler = media && findBox(media, 'hdlr');
  const table = media && findBoxAt(media, 'minf', 'stbl');
  const descriptions = table && findBox(table, 'stsd');
  if (handler === undefined || descriptions === undefined) return undefined;
  const { reader } = readFullBox(handler);
  reader.skip(4);
  const kind = KINDS.get(readType(reader));
  const entries = readFullBox(descriptions).reader;
  entries.skip(4);
  const [first] = boxesIn(entries.rest());
  return kind === undefined || first === undefined ? undefined : { kind, entry: first.type };
}
