import { ByteWriter } from '../bytes/byte-writer.js';
import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import type { CopyRange } from './copy-range.js';
import { MovieAssembly } from './movie-assembly.js';
import type { AssembledTrack } from './movie-assembly.js';
import { MoviePart } from './movie-part.js';
import type { TrackStart } from './movie-track.js';
import type { Mp4Options } from './mp4-options.js';
import { defaultMp4Options } from './mp4-options.js';
import { writeBox, writeU64 } from './write-box.js';
import type { MovieDescription, WrittenTrack } from './write-movie.js';
import { movieDuration, writeFileType, writeMovie } from './write-movie.js';
import { writeSampleTable } from './write-sample-table.js';

/** One of the files to be laid out, which follow each other in time. */
export interface LayoutPart {
  /** As this room writes it: fragmented, whole or cut off anywhere; or ordinary, with its header in front. */
  readonly file: MediaFile;
  /** Milliseconds between the end of the part before and the beginning of this one. Default 0. */
  readonly gap?: number;
}

/** How to write an ordinary MP4: {@link head}, and behind it the ranges in their order. */
export interface ProgressiveLayout {
  readonly head: Uint8Array;
  readonly ranges: Iterable<CopyRange>;
  /** Bytes of the whole file. */
  readonly size: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Bytes at the end of the last part that are left out, since they make no whole fragment. */
  readonly cutOff: number;
}

const MAX_U32 = 2 ** 32 - 1;

/** More than ftyp, and what is around the media. */
const ROOM = 1024;

/**
 * Lays out an ordinary MP4 that can be played while it is fetched, with its header in front, from what was recorded.
 *
 * A recording in fragments becomes such a file when it ends, or after a crash: what is cut off at its end is left out.
 * To append, a new recording in fragments is written beside the file, and at its end both are laid out as one; until
 * then the file can be played as it was. That needs the same tracks with the same configuration, byte by byte.
 *
 * Media is never held in memory, and a sample takes about ten bytes.
 *
 * @param parts in the order of time, at least one
 * @throws {MediaError} `unsupported` if the parts do not go together, `no-track` if there is not one whole fragment
 */
export async function layOutProgressive(
  parts: readonly LayoutPart[],
  description: MovieDescription = {},
  options: Mp4Options = defaultMp4Options,
): Promise<ProgressiveLayout> {
  const assembly = new MovieAssembly(options);
  for (const { file, gap = 0 } of parts) await assembly.add(await MoviePart.open(file, options), gap);
  const tracks = assembly.tracks.filter(({ samples }) => samples.length > 0);
  if (tracks.length === 0) throw new MediaError('no-track', 'no whole fragment');
  const { mediaSize } = assembly;
  const isLongMedia = mediaSize + 8 > MAX_U32;
  const measured = writeHead(tracks, description, 0, false).length;
  const isLong = measured * 2 + ROOM + mediaSize > MAX_U32;
  const offset = (isLong ? writeHead(tracks, description, 0, true).length : measured) + (isLongMedia ? 16 : 8);
  const writer = writeHead(tracks, description, offset, isLong);
  writeMediaHeader(writer, mediaSize, isLongMedia);
  return {
    head: writer.finish(),
    ranges: assembly.ranges,
    size: writer.length + mediaSize,
    duration: Math.max(...tracks.map((track) => movieDuration(written(track, 0, isLong)))),
    cutOff: assembly.cutOff,
  };
}

function writeHead(
  tracks: readonly AssembledTrack[],
  description: MovieDescription,
  mediaOffset: number,
  isLong: boolean,
): ByteWriter {
  const writer = new ByteWriter(64 * 1024);
  writeFileType(writer);
  writeMovie(
    writer,
    tracks.map((track) => written(track, mediaOffset, isLong)),
    false,
    description,
  );
  return writer;
}

function written(assembled: AssembledTrack, mediaOffset: number, isLong: boolean): WrittenTrack {
  const { track, samples } = assembled;
  return {
    track,
    start: startOf(assembled),
    duration: samples.duration,
    writeSampleTable: (writer) => writeSampleTable(writer, samples, mediaOffset, isLong),
  };
}

/**
 * The samples of a track in tables begin at its time 0. So the track is delayed as far as it begins behind the
 * movie, and what of its first samples is before the beginning is not shown.
 */
function startOf({ track, samples, movieStart }: AssembledTrack): TrackStart {
  const firstDecoding = samples.first!;
  const composition = samples.compositions.at(0);
  const late = firstDecoding + composition - movieStart;
  if (late < 0) return { delay: 0, mediaTime: movieStart - firstDecoding };
  const mediaTime = Math.max(0, composition);
  return { delay: Math.max(0, firstDecoding + mediaTime - movieStart) / track.timescale, mediaTime };
}

function writeMediaHeader(writer: ByteWriter, size: number, isLong: boolean): void {
  const start = writer.length;
  writeBox(writer, 'mdat', () => {
    if (isLong) writeU64(writer, size + 16);
  });
  writer.patchU32(start, isLong ? 1 : size + 8);
}
