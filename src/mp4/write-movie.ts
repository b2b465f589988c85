import type { ByteWriter } from '../bytes/byte-writer.js';
import type { MovieTrack, TrackStart } from './movie-track.js';
import { writeBox, writeFullBox, writeU64, writeZeros } from './write-box.js';

/** A track as it is written into the header of a movie. */
export interface WrittenTrack {
  readonly track: MovieTrack;
  readonly start: TrackStart;
  /** Ticks from the first sample to the end of the last; 0 when they are in fragments. */
  readonly duration: number;
  /** Writes stts and what else is in stbl behind stsd. */
  readonly writeSampleTable: (writer: ByteWriter) => void;
}

/** What a movie says of itself. */
export interface MovieDescription {
  /** Seconds since 1970; left out if it is not known. */
  readonly creationTime?: number;
  /** The software that wrote the file. */
  readonly encoder?: string;
}

/** Ticks per second of the movie: its edits are in milliseconds. */
const MOVIE_TIMESCALE = 1000;
const SECONDS_FROM_1904 = 2_082_844_800;
const MAX_U32 = 2 ** 32 - 1;
const IDENTITY = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000] as const;
const UNDETERMINED_LANGUAGE = 0x55c4;

const BRANDS = ['iso5', 'iso6', 'mp41'] as const;

/** ftyp (ISO/IEC 14496-12, 4.3). The same for both layouts, so that what is converted needs no other. */
export function writeFileType(writer: ByteWriter): void {
  writeBox(writer, 'ftyp', () => {
    writer.utf8('isom');
    writer.u32(0x200);
    writer.utf8('isom');
    for (const brand of BRANDS) writer.utf8(brand);
  });
}

/**
 * moov (8.2.1).
 *
 * @param fragmented samples follow in fragments: durations are 0 and mvex says so
 */
export function writeMovie(
  writer: ByteWriter,
  tracks: readonly WrittenTrack[],
  fragmented: boolean,
  description: MovieDescription,
): void {
  const times = new Times(description.creationTime);
  const duration = Math.max(0, ...tracks.map(movieDuration));
  writeBox(writer, 'moov', () => {
    times.write(
      writer,
      'mvhd',
      0,
      duration,
      () => writer.u32(MOVIE_TIMESCALE),
      () => {
        writer.u32(0x10000).u16(0x100).u16(0); // rate, volume
        writeZeros(writer, 8);
        for (const value of IDENTITY) writer.u32(value);
        writeZeros(writer, 24);
        writer.u32(Math.max(...tracks.map(({ track }) => track.id)) + 1);
      },
    );
    for (const track of tracks) writeTrack(writer, track, times, fragmented);
    if (fragmented) writeMovieExtends(writer, tracks);
    if (description.encoder !== undefined) writeEncoder(writer, description.encoder);
  });
}

/** Milliseconds in which the track is shown, its delay among them. */
export function movieDuration(track: WrittenTrack): number {
  return delayOf(track) + shownFor(track);
}

function delayOf({ start }: WrittenTrack): number {
  return Math.round(start.delay * MOVIE_TIMESCALE);
}

/** Rounded up, so that no reader cuts off the last sample. */
function shownFor({ track, start, duration }: WrittenTrack): number {
  return Math.ceil((Math.max(0, duration - start.mediaTime) * MOVIE_TIMESCALE) / track.timescale);
}

/** Headers with creation time, modification time, something in between, and a duration, in 32 or 64 bits. */
class Times {
  readonly #created: number;

  constructor(creationTime: number | undefined) {
    this.#created = creationTime === undefined ? 0 : Math.floor(creationTime) + SECONDS_FROM_1904;
  }

  write(
    writer: ByteWriter,
    type: string,
    flags: number,
    duration: number,
    between: () => void,
    rest: () => void,
  ): void {
    const version = duration > MAX_U32 || this.#created > MAX_U32 ? 1 : 0;
    const number = (value: number): void => {
      if (version === 1) writeU64(writer, value);
      else writer.u32(value);
    };
    writeFullBox(writer, type, version, flags, () => {
      number(this.#created);
      number(this.#created);
      between();
      number(duration);
      rest();
    });
  }
}

const ENABLED_IN_MOVIE = 3;

function writeTrack(writer: ByteWriter, written: WrittenTrack, times: Times, fragmented: boolean): void {
  const { track, duration } = written;
  const isVideo = track.kind === 'video';
  writeBox(writer, 'trak', () => {
    const id = (): void => void writer.u32(track.id).u32(0);
    times.write(writer, 'tkhd', ENABLED_IN_MOVIE, movieDuration(written), id, () => {
      writeZeros(writer, 8);
      writer.u16(0).u16(isVideo ? 0 : 1); // layer, alternate group
      writer.u16(isVideo ? 0 : 0x100).u16(0); // volume
      for (const value of IDENTITY) writer.u32(value);
      writer.u16(track.width).u16(0).u16(track.height).u16(0);
    });
    writeEdits(writer, written, fragmented);
    writeBox(writer, 'mdia', () => {
      const timescale = (): void => void writer.u32(track.timescale);
      times.write(writer, 'mdhd', 0, duration, timescale, () => writer.u16(UNDETERMINED_LANGUAGE).u16(0));
      writeHandler(writer, isVideo ? 'vide' : 'soun', isVideo ? 'VideoHandler' : 'SoundHandler');
      writeMediaInformation(writer, written);
    });
  });
}

/**
 * elst (8.6.6), left out where the presentation is that of the samples. The one edit of a fragmented track has no
 * duration: it is not known.
 */
function writeEdits(writer: ByteWriter, written: WrittenTrack, fragmented: boolean): void {
  const { mediaTime } = written.start;
  const delay = delayOf(written);
  if (mediaTime === 0 && delay === 0) return;
  const shown = fragmented ? 0 : shownFor(written);
  const version = Math.max(delay, shown) > MAX_U32 || mediaTime > MAX_U32 / 2 ? 1 : 0;
  const edit = (duration: number, time: number): void => {
    if (version === 1) {
      writeU64(writer, duration);
      if (time < 0) writer.u32(MAX_U32).u32(MAX_U32);
      else writeU64(writer, time);
    } else {
      writer.u32(duration).u32(time);
    }
    writer.u16(1).u16(0); // rate
  };
  writeBox(writer, 'edts', () => {
    writeFullBox(writer, 'elst', version, 0, () => {
      writer.u32(delay > 0 ? 2 : 1);
      if (delay > 0) edit(delay, -1);
      edit(shown, mediaTime);
    });
  });
}

function writeHandler(writer: ByteWriter, type: string, name: string): void {
  writeFullBox(writer, 'hdlr', 0, 0, () => {
    writer.u32(0);
    writer.utf8(type);
    writeZeros(writer, 12);
    writer.utf8(name);
    writer.u8(0);
  });
}

function writeMediaInformation(writer: ByteWriter, { track, writeSampleTable }: WrittenTrack): void {
  writeBox(writer, 'minf', () => {
    if (track.kind === 'video') writeFullBox(writer, 'vmhd', 0, 1, () => writeZeros(writer, 8));
    else writeFullBox(writer, 'smhd', 0, 0, () => writeZeros(writer, 4));
    writeBox(writer, 'dinf', () => {
      writeFullBox(writer, 'dref', 0, 0, () => {
        writer.u32(1);
        writeFullBox(writer, 'url ', 0, 1, () => undefined);
      });
    });
    writeBox(writer, 'stbl', () => {
      writeFullBox(writer, 'stsd', 0, 0, () => writer.u32(1).bytes(track.sampleEntry));
      writeSampleTable(writer);
    });
  });
}

/** mvex (8.8.1): sizes, durations and flags are told by each fragment. */
function writeMovieExtends(writer: ByteWriter, tracks: readonly WrittenTrack[]): void {
  writeBox(writer, 'mvex', () => {
    for (const { track } of tracks) {
      writeFullBox(writer, 'trex', 0, 0, () => writer.u32(track.id).u32(1).u32(0).u32(0).u32(0));
    }
  });
}

const UTF8_TEXT = 1;

/** The tag ©too, where players look for the name of the software. */
function writeEncoder(writer: ByteWriter, encoder: string): void {
  writeBox(writer, 'udta', () => {
    writeFullBox(writer, 'meta', 0, 0, () => {
      writeFullBox(writer, 'hdlr', 0, 0, () => {
        writer.u32(0);
        writer.utf8('mdirappl');
        writeZeros(writer, 9);
      });
      writeBox(writer, 'ilst', () => {
        writeBox(writer, '\u00a9too', () => {
          writeBox(writer, 'data', () => {
            writer.u32(UTF8_TEXT).u32(0);
            writer.utf8(encoder);
          });
        });
      });
    });
  });
}
