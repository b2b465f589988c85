import type { ByteReader } from '../bytes/byte-reader.js';
import { MediaError, reading } from '../media/media-error.js';
import { boxesIn, findBox, readFullBox, readU64 } from './read-box.js';
import type { FragmentDefaults } from './read-movie.js';
import type { SampleList } from './sample-list.js';
import type { SampleClock, SampleSink } from './sample-sink.js';
import type { TrackClock } from './track-clock.js';

/** A track whose samples are in fragments. */
export interface FragmentedTrack<S extends SampleSink = SampleList, C extends SampleClock = TrackClock> {
  readonly id: number;
  readonly clock: C;
  readonly defaults: FragmentDefaults;
  readonly samples: S;
  /** Ticks at which the next fragment begins, if it does not say itself. */
  nextTicks: number;
}

/** Flags of tfhd and trun (ISO/IEC 14496-12, 8.8.7 and 8.8.8). */
const Tfhd = { baseDataOffset: 1, entry: 2, duration: 8, size: 0x10, flags: 0x20, baseIsMoof: 0x20000 } as const;
const Trun = { dataOffset: 1, firstFlags: 4, duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 } as const;

/** Flags of a sample that is no sync sample, or that depends on others (8.8.3.1). */
const NOT_KEY = 0x10000 | 0x1000000;

const WHAT = 'a fragment';

/** Samples that are read in one go: a few milliseconds at most. */
const STEP = 16_384;

type AnyTrack = FragmentedTrack<SampleSink, SampleClock>;

/** What one traf box says before its runs. */
interface TrackFragment {
  readonly track: AnyTrack;
  readonly defaults: FragmentDefaults;
  /** Where data offsets count from. */
  readonly base: number;
}

/**
 * Reads the movie fragments of a file (ISO/IEC 14496-12, 8.8) into the lists of their tracks; those of other tracks
 * are stepped over.
 */
export class FragmentReader {
  readonly #tracks: ReadonlyMap<number, AnyTrack>;
  #samplesLeft: number;
  #read = 0;

  /** @param maxSamples of all tracks and fragments */
  constructor(tracks: Iterable<AnyTrack>, maxSamples: number) {
    this.#tracks = new Map([...tracks].map((track) => [track.id, track]));
    this.#samplesLeft = maxSamples;
  }

  /**
   * Adds the samples of a fragment.
   *
   * @param moof the body of the box
   * @param offset of the box in the file
   * @returns false where samples are not in the file: it ends within the fragment
   * @throws {MediaError}
   */
  read(moof: Uint8Array, offset: number, fileSize: number): boolean {
    const steps = this.#steps(moof, offset, fileSize);
    for (;;) {
      const step = reading(WHAT, () => steps.next());
      if (step.done === true) return step.value;
    }
  }

  /**
   * {@link read}, with turns for others.
   *
   * @param pause awaited now and then
   */
  async readInTurns(moof: Uint8Array, offset: number, fileSize: number, pause: () => Promise<void>): Promise<boolean> {
    const steps = this.#steps(moof, offset, fileSize);
    for (;;) {
      const step = reading(WHAT, () => steps.next());
      if (step.done === true) return step.value;
      await pause();
    }
  }

  *#steps(moof: Uint8Array, offset: number, fileSize: number): Generator<void, boolean, undefined> {
    let dataEnd = offset;
    for (const { type, body } of boxesIn(moof)) {
      if (type !== 'traf') continue;
      const fragment = this.#readHeader(body, offset, dataEnd);
      if (fragment === undefined) continue;
      const end = yield* this.#readRuns(body, fragment, fileSize);
      if (end === undefined) return false;
      dataEnd = end;
    }
    return true;
  }

  #readHeader(traf: Uint8Array, moofOffset: number, dataEnd: number): TrackFragment | undefined {
    const tfhd = findBox(traf, 'tfhd');
    if (tfhd === undefined) throw new MediaError('malformed', 'a track fragment without tfhd');
    const { flags, reader } = readFullBox(tfhd);
    const track = this.#tracks.get(reader.u32());
    if (track === undefined) return undefined;
    const isFromMoof = (flags & Tfhd.baseIsMoof) !== 0;
    const base = (flags & Tfhd.baseDataOffset) !== 0 ? readU64(reader) : isFromMoof ? moofOffset : dataEnd;
    const { defaults } = track;
    return {
      track,
      base,
      defaults: {
        entry: (flags & Tfhd.entry) !== 0 ? reader.u32() - 1 : defaults.entry,
        duration: (flags & Tfhd.duration) !== 0 ? reader.u32() : defaults.duration,
        size: (flags & Tfhd.size) !== 0 ? reader.u32() : defaults.size,
        flags: (flags & Tfhd.flags) !== 0 ? reader.u32() : defaults.flags,
      },
    };
  }

  /** Answers where the data of the last run ends. */
  *#readRuns(
    traf: Uint8Array,
    fragment: TrackFragment,
    fileSize: number,
  ): Generator<void, number | undefined, undefined> {
    const { track } = fragment;
    const decodeTime = readDecodeTime(traf);
    if (decodeTime !== undefined) track.nextTicks = decodeTime;
    let end = fragment.base;
    for (const { type, body } of boxesIn(traf)) {
      if (type !== 'trun') continue;
      const runEnd = yield* this.#readRun(body, fragment, end, fileSize);
      if (runEnd === undefined) return undefined;
      end = runEnd;
    }
    track.samples.end = track.clock.time(track.nextTicks);
    return end;
  }

  *#readRun(
    trun: Uint8Array,
    { track, defaults, base }: TrackFragment,
    dataEnd: number,
    fileSize: number,
  ): Generator<void, number | undefined, undefined> {
    const { flags, reader } = readFullBox(trun);
    const count = reader.u32();
    let offset = (flags & Trun.dataOffset) !== 0 ? base + reader.i32() : dataEnd;
    const firstFlags = (flags & Trun.firstFlags) !== 0 ? reader.u32() : undefined;
    this.#allow(count, flags, reader, defaults.size, fileSize);
    if (offset < 0) throw new MediaError('malformed', `samples at ${offset}`);
    const { clock, samples } = track;
    for (let i = 0; i < count; i++) {
      if (++this.#read % STEP === 0) yield;
      const ticks = track.nextTicks;
      const duration = (flags & Trun.duration) !== 0 ? reader.u32() : defaults.duration;
      const size = (flags & Trun.size) !== 0 ? reader.u32() : defaults.size;
      const ownFlags = (flags & Trun.flags) !== 0 ? reader.u32() : defaults.flags;
      const sampleFlags = i === 0 && firstFlags !== undefined ? firstFlags : ownFlags;
      const composition = (flags & Trun.composition) !== 0 ? reader.i32() : 0;
      if (offset + size > fileSize) return undefined;
      samples.add({
        time: clock.time(ticks),
        presentation: clock.time(ticks + composition),
        offset,
        size,
        isKey: (sampleFlags & NOT_KEY) === 0,
        entry: defaults.entry,
      });
      offset += size;
      track.nextTicks = ticks + duration;
    }
    return offset;
  }

  /** Nobody pays for a count: samples have fields of their own, or bytes in the file. */
  #allow(count: number, flags: number, reader: ByteReader, size: number, fileSize: number): void {
    const fields = [Trun.duration, Trun.size, Trun.flags, Trun.composition].filter((flag) => (flags & flag) !== 0);
    const isThere = fields.length > 0 ? count * fields.length * 4 <= reader.remaining : count * size <= fileSize;
    if (!isThere || (fields.length === 0 && size === 0 && count > 0)) {
      throw new MediaError('truncated', `a run of ${count} samples`);
    }
    this.#samplesLeft -= count;
    if (this.#samplesLeft < 0) throw new MediaError('malformed', 'more samples than are read');
  }
}

/** baseMediaDecodeTime (8.8.12), in ticks; undefined if it is not told. */
function readDecodeTime(traf: Uint8Array): number | undefined {
  const tfdt = findBox(traf, 'tfdt');
  if (tfdt === undefined) return undefined;
  const { version, reader } = readFullBox(tfdt);
  return version === 1 ? readU64(reader) : reader.u32();
}

/**
 * When the tracks of a fragment begin: ticks by track id.
 *
 * @throws {MediaError}
 */
export function readFirstTimes(moof: Uint8Array): Map<number, number> {
  return reading(WHAT, () => {
    const times = new Map<number, number>();
    for (const { type, body } of boxesIn(moof)) {
      const tfhd = type === 'traf' ? findBox(body, 'tfhd') : undefined;
      if (tfhd === undefined) continue;
      const { reader } = readFullBox(tfhd);
      times.set(reader.u32(), readDecodeTime(body) ?? 0);
    }
    return times;
  });
}
