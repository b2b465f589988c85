import type { ByteReader } from '../bytes/byte-reader.js';
import { MediaError } from '../media/media-error.js';
import { findBox, readFullBox } from './read-box.js';
import { VoidEntries } from './void-entries.js';

/** The sizes of samples (stsz and stz2, ISO/IEC 14496-12, 8.7.3). */
export interface SampleSizes {
  readonly count: number;
  at(index: number): number;
}

/**
 * Reads the sizes of samples. What the table announces must be there, and what all have in common must fit into the
 * file, so that nobody pays for a number.
 *
 * @throws {MediaError | EndOfBytesError}
 */
export function readSizes(
  stbl: Uint8Array,
  { fileSize, maxSamples }: { readonly fileSize: number; readonly maxSamples: number },
): SampleSizes {
  const stsz = findBox(stbl, 'stsz');
  const stz2 = findBox(stbl, 'stz2');
  const body = stsz ?? stz2;
  if (body === undefined) throw new MediaError('malformed', 'a track without stsz');
  const { reader } = readFullBox(body);
  const given = reader.u32();
  const count = reader.u32();
  if (count > maxSamples) throw new MediaError('malformed', `${count} samples, at most ${maxSamples} are read`);
  if (stsz !== undefined && given > 0) {
    if (count * given > fileSize) throw new MediaError('truncated', `${count} samples of ${given} bytes`);
    return { count, at: () => given };
  }
  const bits = stsz === undefined ? given & 0xff : 32;
  if (![4, 8, 16, 32].includes(bits)) throw new MediaError('malformed', `sample sizes of ${bits} bits`);
  const bytes = reader.view(Math.ceil((count * bits) / 8));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (bits) {
    case 4:
      return { count, at: (index) => (index % 2 === 0 ? bytes[index >> 1]! >> 4 : bytes[index >> 1]! & 15) };
    case 8:
      return { count, at: (index) => bytes[index]! };
    case 16:
      return { count, at: (index) => view.getUint16(index * 2) };
    default:
      return { count, at: (index) => view.getUint32(index * 4) };
  }
}

/** Reads a table of runs, count and value (stts and ctts, 8.6.1), one sample after another. */
export class RunReader {
  readonly #void = new VoidEntries('a table of runs');
  #runs: number;
  #left = 0;
  #value = 0;

  /**
   * @param after what samples behind the last run have: its value or 0
   * @throws {EndOfBytesError}
   */
  constructor(
    readonly table: ByteReader,
    readonly after: 'last' | 'zero',
  ) {
    this.#runs = table.u32();
  }

  /** Signed: composition times of version 0 are too, in files of QuickTime. @throws {MediaError | EndOfBytesError} */
  next(): number {
    while (this.#left === 0) {
      if (this.#runs === 0) return this.after === 'last' ? this.#value : 0;
      this.#runs--;
      this.#left = this.table.u32();
      this.#value = this.table.i32();
      if (this.#left === 0) this.#void.pass();
    }
    this.#left--;
    return this.#value;
  }
}

/** Finds out where samples lie (stsc with stco or co64, 8.7.4 and 8.7.5), one after another. */
export class ChunkReader {
  /** Index of the sample entry of the next sample, once {@link hasSample} has looked. */
  entry = 0;
  readonly #offsets: ByteReader;
  readonly #isLong: boolean;
  readonly #void = new VoidEntries('stsc and stco');
  #chunks: number;
  /** Number of the chunk that is read, from 1 on. */
  #chunk = 0;
  #runs: number;
  #samplesPerChunk = 0;
  #run: { readonly firstChunk: number; readonly samples: number; readonly entry: number } | undefined;
  #left = 0;
  #offset = 0;

  /** @throws {MediaError | EndOfBytesError} */
  constructor(
    readonly table: ByteReader,
    shortOffsets: ByteReader | undefined,
    longOffsets: ByteReader | undefined,
  ) {
    const offsets = shortOffsets ?? longOffsets;
    if (offsets === undefined) throw new MediaError('malformed', 'a track without stco');
    this.#offsets = offsets;
    this.#isLong = shortOffsets === undefined;
    this.#chunks = offsets.u32();
    this.#runs = table.u32();
    this.#nextRun();
  }

  /** Whether there is a chunk for another sample. @throws {MediaError | EndOfBytesError} */
  hasSample(): boolean {
    while (this.#left === 0) {
      if (this.#chunks === 0) return false;
      this.#chunks--;
      this.#chunk++;
      this.#offset = this.#isLong ? this.#offsets.u32() * 2 ** 32 + this.#offsets.u32() : this.#offsets.u32();
      for (let runs = 0; this.#run !== undefined && this.#run.firstChunk <= this.#chunk; runs++) {
        if (runs > 0) this.#void.pass();
        this.#samplesPerChunk = this.#run.samples;
        this.entry = this.#run.entry;
        this.#nextRun();
      }
      this.#left = this.#samplesPerChunk;
      if (this.#left === 0) this.#void.pass();
    }
    return true;
  }

  /** Where the next sample lies. */
  take(size: number): number {
    const offset = this.#offset;
    this.#offset += size;
    this.#left--;
    return offset;
  }

  #nextRun(): void {
    if (this.#runs === 0) {
      this.#run = undefined;
      return;
    }
    this.#runs--;
    this.#run = { firstChunk: this.table.u32(), samples: this.table.u32(), entry: this.table.u32() - 1 };
  }
}
