import { MediaError, reading } from '../media/media-error.js';
import { boxesIn, findBox, readFullBox, readU64 } from './read-box.js';
import type { Mp4Track } from './read-track.js';
import { readTrack } from './read-track.js';

/** What samples of a track are like in fragments, unless these say otherwise (trex, ISO/IEC 14496-12, 8.8.3). */
export interface FragmentDefaults {
  readonly entry: number;
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

/** What the moov box says. */
export interface Mp4Movie {
  /** Ticks per second of the movie: those of edits. */
  readonly timescale: number;
  /** Tracks that can be played. */
  readonly tracks: readonly Mp4Track[];
  /** Defaults by track id, where samples are in fragments; undefined for a file that can have none. */
  readonly fragmentDefaults: ReadonlyMap<number, FragmentDefaults> | undefined;
  /** Ticks of the movie with all of its fragments; undefined if that is not told. */
  readonly fragmentedDuration: number | undefined;
  /** User data, with tags; undefined if there is none. */
  readonly userData: Uint8Array | undefined;
  /** Metadata that is not in user data; undefined if there is none. */
  readonly metadata: Uint8Array | undefined;
}

const MAX_TRACKS = 256;

/**
 * Reads the header of a movie (ISO/IEC 14496-12, 8.2).
 *
 * @param moov the body of the box
 * @throws {MediaError}
 */
export function readMovie(moov: Uint8Array): Mp4Movie {
  return reading('moov', () => {
    const tracks: Mp4Track[] = [];
    let count = 0;
    for (const { type, body } of boxesIn(moov)) {
      if (type === 'cmov') throw new MediaError('unsupported', 'a compressed header');
      if (type !== 'trak') continue;
      if (++count > MAX_TRACKS) throw new MediaError('malformed', `more than ${MAX_TRACKS} tracks`);
      const track = readTrack(body);
      if (track !== undefined) tracks.push(track);
    }
    const mvex = findBox(moov, 'mvex');
    return {
      timescale: readTimescale(moov),
      tracks,
      fragmentDefaults: mvex && readDefaults(mvex),
      fragmentedDuration: mvex && readFragmentedDuration(mvex),
      userData: findBox(moov, 'udta'),
      metadata: findBox(moov, 'meta'),
    };
  });
}

function readTimescale(moov: Uint8Array): number {
  const header = findBox(moov, 'mvhd');
  if (header === undefined) throw new MediaError('malformed', 'moov without mvhd');
  const { version, reader } = readFullBox(header);
  reader.skip(version === 1 ? 16 : 8); // creation, modification
  return Math.max(1, reader.u32());
}

function readDefaults(mvex: Uint8Array): Map<number, FragmentDefaults> {
  const defaults = new Map<number, FragmentDefaults>();
  for (const { type, body } of boxesIn(mvex)) {
    if (type !== 'trex' || defaults.size === MAX_TRACKS) continue;
    const { reader } = readFullBox(body);
    const id = reader.u32();
    const entry = reader.u32() - 1;
    defaults.set(id, { entry, duration: reader.u32(), size: reader.u32(), flags: reader.u32() });
  }
  return defaults;
}

function readFragmentedDuration(mvex: Uint8Array): number | undefined {
  const mehd = findBox(mvex, 'mehd');
  if (mehd === undefined) return undefined;
  const { version, reader } = readFullBox(mehd);
  return (version === 1 ? readU64(reader) : reader.u32()) || undefined;
}
