import { MediaError, orUndefined } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import { FileWindow } from './file-window.js';
import type { MovieLocation } from './find-movie.js';
import { findMovie, MAX_XMP } from './find-movie.js';
import { FragmentIndex } from './fragment-index.js';
import { mp4Metadata } from './mp4-metadata.js';
import type { Mp4Options } from './mp4-options.js';
import { defaultMp4Options } from './mp4-options.js';
import { Mp4Source } from './mp4-source.js';
import { findBox } from './read-box.js';
import type { Mp4Movie } from './read-movie.js';
import { readMovie } from './read-movie.js';
import type { SampleTable } from './read-sample-table.js';
import { readSampleTable } from './read-sample-table.js';
import { readTags } from './read-tags.js';
import type { Mp4Track, PlayedTrack } from './read-track.js';
import type { SampleIndex } from './sample-index.js';
import { CompleteIndex } from './sample-index.js';
import { TableMemory } from './table-memory.js';
import { TrackClock } from './track-clock.js';

/** Films have subtitles in some languages. */
const MAX_TEXT_TRACKS = 16;

const NO_DEFAULTS = { entry: 0, duration: 0, size: 0, flags: 0 } as const;

/**
 * Opens MP4, F4V, M4V, M4A, 3GP or QuickTime, whether its header comes first or last or its samples are in fragments.
 * Of its tracks the first video and the first audio that can be played are, and all text.
 *
 * @throws {MediaError} no-track if there is nothing to play, and if the file is broken
 */
export async function openMp4(file: MediaFile, options: Partial<Mp4Options> = {}): Promise<Mp4Source> {
  const limits = { ...defaultMp4Options, ...options };
  const window = new FileWindow(file);
  const location = await findMovie(window, limits);
  const movie = readMovie(location.body);
  const played = playedTracks(movie);
  const tracks = played.map(withoutTable);
  if (!tracks.some(({ kind }) => kind !== 'text')) throw new MediaError('no-track', 'no track that can be played');
  const read = await readTables(played, movie, file.size, limits);
  const index =
    movie.fragmentDefaults === undefined
      ? new CompleteIndex(read.map(({ samples }) => samples))
      : fragmentIndex(window, location, movie, read, limits);
  const told = movie.fragmentedDuration;
  const duration = told === undefined ? await knownDuration(file, index) : (told * 1000) / movie.timescale;
  const metadata = mp4Metadata({
    duration,
    moovPosition: location.offset,
    tracks: tracks.map((track, i) => ({ track, samples: index.samples[i]! })),
    tags: readTags(movie),
    xmp: xmpOf(location, movie),
  });
  return new Mp4Source(file, tracks, index, metadata, limits);
}

/** Video before audio before text. */
function playedTracks({ tracks }: Mp4Movie): Mp4Track[] {
  const first = (kind: 'video' | 'audio'): Mp4Track[] => {
    const ofKind = tracks.filter((track) => track.kind === kind);
    const found = ofKind.find(({ isEnabled }) => isEnabled) ?? ofKind[0];
    return found === undefined ? [] : [found];
  };
  const text = tracks.filter(({ kind }) => kind === 'text').slice(0, MAX_TEXT_TRACKS);
  return [...first('video'), ...first('audio'), ...text];
}

/** What is kept while the file is open: the header of the movie is not. */
function withoutTable({ id, kind, isEnabled, timescale, duration, language, edit, entries }: Mp4Track): PlayedTrack {
  return { id, kind, isEnabled, timescale, duration, language, edit, entries };
}

interface TrackSamples extends SampleTable {
  readonly track: Mp4Track;
  readonly clock: TrackClock;
}

/** The samples that the header of the movie tells: none where they are in fragments. */
async function readTables(
  played: readonly Mp4Track[],
  movie: Mp4Movie,
  fileSize: number,
  { maxSamples, maxTableMemory, pause }: Mp4Options,
): Promise<TrackSamples[]> {
  const clocks = played.map((track) => new TrackClock(track, movie.timescale));
  const shift = -Math.min(0, ...clocks.map((clock) => clock.time(0)));
  const read: TrackSamples[] = [];
  const memory = new TableMemory(maxTableMemory);
  let left = maxSamples;
  for (const [i, track] of played.entries()) {
    const clock = clocks[i]!;
    clock.shift = shift;
    const table = await readSampleTable(
      track.table,
      clock,
      { fileSize, maxSamples: left, partial: true },
      memory,
      pause,
    );
    left -= table.samples.length;
    read.push({ track, clock, ...table });
  }
  if (read.some(({ isCutOff }) => isCutOff) && read.every(({ samples }) => samples.length === 0)) {
    throw new MediaError('truncated', `the file ends at ${fileSize}, before its media`);
  }
  return read;
}

function fragmentIndex(
  window: FileWindow,
  { end }: MovieLocation,
  movie: Mp4Movie,
  read: readonly TrackSamples[],
  options: Mp4Options,
): FragmentIndex {
  const tracks = read.map(({ track: { id }, clock, samples, ticks }) => {
    const defaults = movie.fragmentDefaults?.get(id) ?? NO_DEFAULTS;
    return { id, clock, defaults, samples, nextTicks: ticks };
  });
  return new FragmentIndex(window, end, tracks, read.filter(({ track }) => track.kind !== 'text').length, options);
}

/** Looked for to the end of the file; of one that grows it is what nobody knows. */
async function knownDuration(file: MediaFile, index: SampleIndex): Promise<number | undefined> {
  if (file.isGrowing) return undefined;
  while (await index.more());
  return Math.max(0, ...index.samples.map(({ end }) => end));
}

function xmpOf({ xmp }: MovieLocation, { userData }: Mp4Movie): string | undefined {
  const bytes = xmp ?? orUndefined(() => userData && findBox(userData, 'XMP_'));
  return bytes && bytes.length <= MAX_XMP ? new TextDecoder().decode(bytes) : undefined;
}
