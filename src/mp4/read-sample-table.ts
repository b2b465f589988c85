import { ByteReader } from '../bytes/byte-reader.js';
import { MediaError, reading } from '../media/media-error.js';
import { findBox, readFullBox } from './read-box.js';
import { SampleList } from './sample-list.js';
import type { SampleClock, SampleSink } from './sample-sink.js';
import type { TableMemory } from './table-memory.js';
import { ChunkReader, RunReader, readSizes } from './table-readers.js';
import { VoidEntries } from './void-entries.js';

/** What a sample table must stay within. */
export interface SampleTableLimits {
  readonly fileSize: number;
  readonly maxSamples: number;
  /** Of a file that is cut off, the samples before the first that is not there whole are read; else it is an error. */
  readonly partial?: boolean;
}

/** The samples that a table tells. */
export interface SampleTable<S extends SampleSink = SampleList> {
  readonly samples: S;
  /** Ticks at which the last of them ends. */
  readonly ticks: number;
  /** The table tells of more, which is not in the file. */
  readonly isCutOff: boolean;
}

/**
 * Reads the samples of a track into a list of their own; see {@link readSamplesInto}.
 *
 * @param memory for the list
 * @param pause awaited now and then
 */
export async function readSampleTable(
  stbl: Uint8Array,
  clock: SampleClock,
  limits: SampleTableLimits,
  memory: TableMemory,
  pause: () => Promise<void>,
): Promise<SampleTable> {
  const steps = readSteps(stbl, clock, limits, (expected) => new SampleList(expected, memory));
  for (;;) {
    const step = reading(WHAT, () => steps.next());
    if (step.done === true) return step.value;
    await pause();
  }
}

/**
 * Reads the samples of a track that is not in fragments (ISO/IEC 14496-12, 8.6 and 8.7): as many as have a size and a
 * chunk. Times go on in the last step where their table ends early.
 *
 * @param stbl the body of the box
 * @param create makes what they are added to, for about so many
 * @throws {MediaError}
 */
export function readSamplesInto<S extends SampleSink>(
  stbl: Uint8Array,
  clock: SampleClock,
  limits: SampleTableLimits,
  create: (expected: number) => S,
): SampleTable<S> {
  return reading(WHAT, () => {
    const steps = readSteps(stbl, clock, limits, create);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return step.value;
  });
}

const WHAT = 'a sample table';

/** Samples that are read in one go: a few milliseconds at most. */
const STEP = 16_384;

function* readSteps<S extends SampleSink>(
  stbl: Uint8Array,
  clock: SampleClock,
  limits: SampleTableLimits,
  create: (expected: number) => S,
): Generator<void, SampleTable<S>, undefined> {
  const sizes = readSizes(stbl, limits);
  if (sizes.count === 0) return { samples: create(0), ticks: 0, isCutOff: false };
  const steps = new RunReader(table(stbl, 'stts') ?? missing('stts'), 'last');
  const compositions = new RunReader(table(stbl, 'ctts') ?? noRuns(), 'zero');
  const chunks = new ChunkReader(table(stbl, 'stsc') ?? missing('stsc'), table(stbl, 'stco'), table(stbl, 'co64'));
  const keys = new KeyReader(table(stbl, 'stss'));
  const samples = create(sizes.count);
  let ticks = 0;
  let isCutOff = false;
  for (let index = 0; index < sizes.count; index++) {
    if (index % STEP === STEP - 1) yield;
    if (!chunks.hasSample()) break;
    const size = sizes.at(index);
    const { entry } = chunks;
    const offset = chunks.take(size);
    if (offset + size > limits.fileSize) {
      isCutOff = limits.partial === true;
      if (isCutOff) break;
      throw new MediaError('truncated', `a sample at ${offset} to ${offset + size} of ${limits.fileSize} bytes`);
    }
    const presentation = clock.time(ticks + compositions.next());
    samples.add({ time: clock.time(ticks), presentation, offset, size, entry, isKey: keys.has(index) });
    ticks += Math.max(0, steps.next());
  }
  samples.end = clock.time(ticks);
  samples.trim();
  return { samples, ticks, isCutOff };
}

function noRuns(): ByteReader {
  return new ByteReader(new Uint8Array(4));
}

/** A reader behind version and flags. */
function table(stbl: Uint8Array, type: string): ByteReader | undefined {
  const body = findBox(stbl, type);
  return body && readFullBox(body).reader;
}

function missing(type: string): never {
  throw new MediaError('malformed', `a track without ${type}`);
}

/** Sync samples (8.6.2): every sample is one where the table is missing. */
class KeyReader {
  readonly #void = new VoidEntries('stss');
  #left: number;
  #next = -1;

  constructor(readonly table: ByteReader | undefined) {
    this.#left = table?.u32() ?? 0;
  }

  /** Whether a sample is one; to be asked in order. @throws {MediaError | EndOfBytesError} */
  has(index: number): boolean {
    if (this.table === undefined) return true;
    while (this.#next < index && this.#left > 0) {
      this.#left--;
      this.#next = this.table.u32() - 1;
      if (this.#next < index) this.#void.pass();
    }
    return this.#next === index;
  }
}
