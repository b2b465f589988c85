import { MediaError } from '../media/media-error.js';
import type { FileWindow } from './file-window.js';
import type { Mp4Options } from './mp4-options.js';
import { BOX_HEADER, LONG_BOX_HEADER, readBoxHeader } from './read-box.js';

/** Where the parts of a file lie. */
export interface MovieLocation {
  /** Of the moov box. */
  readonly offset: number;
  /** Its body. */
  readonly body: Uint8Array;
  /** Where the box behind it begins: fragments may. */
  readonly end: number;
  /** XMP metadata beside it; undefined if none was found on the way. */
  readonly xmp: Uint8Array | undefined;
}

/** The extended type of a uuid box with XMP (XMP specification, part 3). */
const XMP = 'be7acfcb97a942e89c71999491e3afac';
const UUID_SIZE = 16;
/** Bytes of XMP metadata; more is not told. */
export const MAX_XMP = 1024 * 1024;

/** Boxes behind moov that are looked at for XMP. */
const BOXES_BEHIND = 32;

const NO_MOVIE = 'there is no moov box: it is no MP4, or what wrote it was cut off';

/**
 * Finds the header of a movie by walking from box to box (ISO/IEC 14496-12, 6.2.3), wherever it lies.
 *
 * @throws {MediaError} if there is none, or it is not whole
 */
export async function findMovie(window: FileWindow, options: Mp4Options): Promise<MovieLocation> {
  const { size } = window.file;
  let movie: Omit<MovieLocation, 'xmp'> | undefined;
  let xmp: Uint8Array | undefined;
  let left = options.maxBoxes;
  for (let at = 0; at + BOX_HEADER <= size;) {
    if (left-- === 0) {
      if (movie !== undefined) break;
      throw new MediaError('malformed', 'more boxes than are read');
    }
    const found = await boxAt(window, at, movie !== undefined);
    if (found === undefined || (movie !== undefined && found.type === 'moof')) break;
    const { type, headerSize, end } = found;
    const length = end - at - headerSize;
    if (type === 'moov' && movie === undefined) {
      if (length > options.maxHeaderSize) throw new MediaError('malformed', `box moov of ${end - at} bytes`);
      movie = { offset: at, end, body: (await window.read(at + headerSize, length)).slice() };
      left = Math.min(left, BOXES_BEHIND);
    } else if (type === 'uuid' && xmp === undefined && length >= UUID_SIZE && length <= MAX_XMP) {
      const body = await window.read(at + headerSize, length);
      if (hexOf(body.subarray(0, UUID_SIZE)) === XMP) xmp = body.slice(UUID_SIZE);
    }
    at = end;
  }
  if (movie === undefined) throw new MediaError('truncated', size === 0 ? 'the file is empty' : NO_MOVIE);
  return { ...movie, xmp };
}

/** What is broken behind the header of the movie does not matter. */
async function boxAt(
  window: FileWindow,
  at: number,
  isBehind: boolean,
): Promise<{ type: string; headerSize: number; end: number } | undefined> {
  const { size: fileSize } = window.file;
  const bytes = await window.read(at, LONG_BOX_HEADER);
  try {
    const { type, headerSize, size } = readBoxHeader(bytes);
    const end = size === undefined ? fileSize : at + size;
    if (end <= fileSize) return { type, headerSize, end };
    throw new MediaError('truncated', `box ${type} of ${end - at} bytes at ${at}, the file ends at ${fileSize}`);
  } catch (error) {
    if (isBehind && error instanceof MediaError) return undefined;
    throw error;
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
