import { MediaError } from '../media/media-error.js';
import type { MovieTrack } from './movie-track.js';
import type { MoviePart } from './movie-part.js';
import type { Mp4Options } from './mp4-options.js';
import { NumberColumn } from './number-column.js';
import type { CopyRange } from './copy-range.js';
import { findBox } from './read-box.js';
import { FragmentReader } from './read-fragment.js';
import type { FragmentedTrack } from './read-fragment.js';
import { readSamplesInto } from './read-sample-table.js';
import type { Mp4Track } from './read-track.js';
import type { AudioEntry, VideoEntry } from './sample-entry.js';
import type { SampleClock, SampleSink } from './sample-sink.js';
import { TickSamples } from './tick-samples.js';
import { sameBytes } from './track-format.js';

type PlayedEntry = VideoEntry | AudioEntry;

/** A track of the movie that is put together. */
export interface AssembledTrack {
  readonly track: MovieTrack;
  /** What its sample entry says. */
  readonly entry: PlayedEntry;
  readonly samples: TickSamples;
  /** The time of its samples, in ticks, at which the presentation of the movie begins. */
  readonly movieStart: number;
}

const NOTHING = new Uint8Array(0);

/** Samples are kept in the ticks of their track. */
const TICKS: SampleClock = { time: (ticks) => ticks };

/** Files that follow each other, as one movie: their samples, and where the media is. */
export class MovieAssembly {
  #tracks: readonly AssembledTrack[] | undefined;
  readonly #rangeParts = new NumberColumn();
  readonly #rangeOffsets = new NumberColumn();
  readonly #rangeLengths = new NumberColumn();
  #parts = 0;
  #mediaSize = 0;
  #cutOff = 0;

  constructor(readonly options: Mp4Options) {}

  get tracks(): readonly AssembledTrack[] {
    return this.#tracks ?? [];
  }

  /** Bytes of media of all parts. */
  get mediaSize(): number {
    return this.#mediaSize;
  }

  /** Bytes at the end of the last part that are not used. */
  get cutOff(): number {
    return this.#cutOff;
  }

  /** Where the media is, in the order of the movie. */
  get ranges(): Iterable<CopyRange> {
    return { [Symbol.iterator]: () => this.#eachRange() };
  }

  /**
   * Adds a file behind those that were added.
   *
   * @param gap milliseconds between them
   * @throws {MediaError}
   */
  async add(part: MoviePart, gap: number): Promise<void> {
    const { tracks } = part.movie;
    const isFirst = this.#tracks === undefined;
    const assembled = this.#tracks ?? tracks.map((track, i) => beginning(track, i + 1, part.movie.timescale));
    if (!isFirst) expectSame(assembled, tracks);
    this.#tracks = assembled;
    const begin = isFirst ? 0 : this.#shownUntil() + gap / 1000;
    tracks.forEach((track, i) => {
      const { samples, movieStart } = assembled[i]!;
      const { timescale } = assembled[i]!.track;
      const start = inTicks(startSeconds(track, part.movie.timescale), timescale);
      samples.shiftBy(isFirst ? 0 : movieStart - start + inTicks(begin, timescale));
    });
    if (part.isFragmented) await this.#addFragments(part, assembled);
    else await this.#addTables(part, assembled);
    for (const { samples } of assembled) samples.trim();
    this.#parts++;
  }

  /** Seconds of the movie until the last of all tracks ends. */
  #shownUntil(): number {
    const shown = this.tracks.map(({ samples, movieStart, track }) => {
      return samples.length === 0 ? 0 : (samples.shownUntil - movieStart) / track.timescale;
    });
    return Math.max(0, ...shown);
  }

  /** Each moof with the mdat behind it. */
  async #addFragments(part: MoviePart, assembled: readonly AssembledTrack[]): Promise<void> {
    const { fragmentDefaults } = part.movie;
    const tracks = part.movie.tracks.map(({ id }, i): FragmentedTrack<SampleSink, SampleClock> => {
      const defaults = fragmentDefaults?.get(id) ?? { entry: 0, duration: 0, size: 0, flags: 0 };
      return {
        id,
        clock: clockOf(assembled[i]!, part.movie.tracks[i]!),
        defaults,
        samples: assembled[i]!.samples,
        nextTicks: 0,
      };
    });
    const reader = new FragmentReader(tracks, this.options.maxSamples);
    let used = part.headerEnd;
    let moof: { readonly body: Uint8Array; readonly offset: number } | undefined;
    for await (const box of part.boxes()) {
      if (box.type === 'moof') moof = { body: await part.body(box), offset: box.offset };
      if (box.type !== 'mdat' || moof === undefined) continue;
      this.#copy(assembled, box.bodyOffset, box.end);
      if (!reader.read(moof.body, moof.offset, box.end)) throw new MediaError('unsupported', 'media in several boxes');
      moof = undefined;
      used = box.end;
    }
    this.#cutOff = part.file.size - used;
  }

  async #addTables(part: MoviePart, assembled: readonly AssembledTrack[]): Promise<void> {
    for await (const box of part.boxes()) {
      if (box.type !== 'mdat') continue;
      this.#copy(assembled, box.bodyOffset, box.end);
      const limits = { fileSize: box.end, maxSamples: this.options.maxSamples };
      for (const [i, track] of part.movie.tracks.entries()) {
        readSamplesInto(track.table, clockOf(assembled[i]!, track), limits, () => assembled[i]!.samples);
      }
      this.#cutOff = 0;
      return;
    }
    throw new MediaError('truncated', 'media that is cut off');
  }

  #copy(assembled: readonly AssembledTrack[], offset: number, end: number): void {
    for (const { samples } of assembled) samples.copying(offset, end, this.#mediaSize);
    this.#rangeParts.push(this.#parts);
    this.#rangeOffsets.push(offset);
    this.#rangeLengths.push(end - offset);
    this.#mediaSize += end - offset;
  }

  *#eachRange(): Generator<CopyRange, void, undefined> {
    for (let i = 0; i < this.#rangeOffsets.length; i++) {
      const [part, offset] = [this.#rangeParts.at(i), this.#rangeOffsets.at(i)];
      yield { part, offset, length: this.#rangeLengths.at(i) };
    }
  }
}

function beginning(track: Mp4Track, id: number, movieTimescale: number): AssembledTrack {
  const { timescale, table } = track;
  const entry = onlyEntry(track);
  const { width, height } = entry.kind === 'video' ? entry : { width: 0, height: 0 };
  return {
    track: { id, kind: entry.kind, timescale, sampleEntry: sampleEntryOf(table), width, height },
    entry,
    samples: new TickSamples(),
    movieStart: inTicks(startSeconds(track, movieTimescale), timescale),
  };
}

/** The time of a track's samples at which the movie begins; below 0 if the track is delayed. */
function startSeconds({ edit, timescale }: Mp4Track, movieTimescale: number): number {
  return edit.mediaTime / timescale - edit.delay / movieTimescale;
}

function inTicks(seconds: number, timescale: number): number {
  return Math.round(seconds * timescale);
}

/** From the ticks of a file to those of the track that is put together. */
function clockOf({ track }: AssembledTrack, { timescale }: Mp4Track): SampleClock {
  if (track.timescale === timescale) return TICKS;
  return { time: (ticks) => Math.round((ticks * track.timescale) / timescale) };
}

/** @throws {MediaError} unless the same decoders, set up in the same way, can go on */
function expectSame(assembled: readonly AssembledTrack[], tracks: readonly Mp4Track[]): void {
  const isSame =
    tracks.length === assembled.length && assembled.every(({ entry }, i) => sameCoding(entry, onlyEntry(tracks[i]!)));
  if (!isSame) throw new MediaError('unsupported', 'tracks that are not those of the file before');
}

function sameCoding(a: PlayedEntry, b: PlayedEntry): boolean {
  if (a.codec !== b.codec || !sameBytes(a.configuration ?? NOTHING, b.configuration ?? NOTHING)) return false;
  if (a.kind === 'video') return b.kind === 'video' && a.nalLengthSize === b.nalLengthSize;
  return b.kind === 'audio' && a.sound.sampleRate === b.sound.sampleRate && a.sound.channels === b.sound.channels;
}

/** @throws {MediaError} unless there is one way in which the samples are coded */
function onlyEntry({ entries }: Mp4Track): PlayedEntry {
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined || entry.kind === 'text') {
    throw new MediaError('unsupported', 'a track of text, or with several sample entries');
  }
  return entry;
}

/** Version, flags and the number of entries before the first. */
const FIRST_ENTRY = 8;

/** The box as it is in the file. */
function sampleEntryOf(table: Uint8Array): Uint8Array {
  return new Uint8Array((findBox(table, 'stsd') ?? NOTHING).subarray(FIRST_ENTRY));
}
