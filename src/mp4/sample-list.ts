import { MediaError } from '../media/media-error.js';
import { NumberColumn } from './number-column.js';
import { TableMemory } from './table-memory.js';

/** A sample as it is added to a list. */
export interface Sample {
  /** Milliseconds of decoding, on the time line of the messages. */
  readonly time: number;
  /** Milliseconds of presentation on the same time line. */
  readonly presentation: number;
  readonly offset: number;
  readonly size: number;
  readonly isKey: boolean;
  /** Index of the sample entry. */
  readonly entry: number;
}

const LAST_TIME = 2 ** 32 - 1;

/** Payload that fits into a message with its header, whose length has 24 bits. */
const MAX_SAMPLE = 0xffffff - 64;

/** What a sample takes before anything is known of it: two bytes in each of three columns. */
const LEAST_BYTES = 6;

/** After so many samples each it is counted how much memory they take. */
const COUNTED = 4096;

/** The samples of a track in decoding order, in 10 to 20 bytes each; their times never step back. */
export class SampleList {
  readonly times: NumberColumn;
  readonly sizes: NumberColumn;
  readonly offsets: NumberColumn;
  /** Present once there is one that is not 0. */
  #compositions: NumberColumn | undefined;
  /** Indexes of the key frames; undefined while every sample is one. */
  #keys: NumberColumn | undefined;
  /** From which samples on another entry is in force, and which. */
  readonly #changes = new NumberColumn();
  readonly #entries = new NumberColumn();
  #floor = 0;
  #end = 0;
  #taken: number;

  /**
   * @param expected how many samples are likely to come
   * @param memory of which the list takes what it needs
   * @throws {MediaError} if that is not enough for those that are expected
   */
  constructor(
    expected = 0,
    private readonly memory = new TableMemory(),
  ) {
    this.#taken = expected * LEAST_BYTES;
    memory.take(this.#taken);
    this.times = new NumberColumn('unsigned', expected);
    this.sizes = new NumberColumn('unsigned', expected);
    this.offsets = new NumberColumn('unsigned', expected);
  }

  get length(): number {
    return this.times.length;
  }

  /** Milliseconds at which the last sample ends. */
  get end(): number {
    return this.#end;
  }

  set end(time: number) {
    this.#end = Math.max(this.#end, time);
  }

  /** The time of the last sample; that of the earliest that may come if there is none. */
  get lastTime(): number {
    return this.length === 0 ? this.#floor : Math.max(this.#floor, this.times.at(this.length - 1));
  }

  /** How much memory it takes, in bytes. */
  get byteLength(): number {
    const columns = [
      this.times,
      this.sizes,
      this.offsets,
      this.#compositions,
      this.#keys,
      this.#changes,
      this.#entries,
    ];
    return columns.reduce((sum, column) => sum + (column?.byteLength ?? 0), 0);
  }

  /** No sample that is added from now on is earlier than that. */
  raiseFloor(time: number): void {
    this.#floor = Math.max(this.#floor, time);
  }

  /** @throws {MediaError} for a sample that no message can carry, or no timestamp tell; if there is no more memory */
  add({ time, presentation, offset, size, isKey, entry }: Sample): void {
    const index = this.length;
    const kept = Math.max(time, this.lastTime, 0);
    if (size > MAX_SAMPLE) throw new MediaError('malformed', `a sample of ${size} bytes`);
    if (!(kept <= LAST_TIME)) throw new MediaError('malformed', `a sample at ${kept} ms`);
    this.times.push(kept);
    this.sizes.push(size);
    this.offsets.push(offset);
    this.#addComposition(index, presentation - kept);
    this.#addKey(index, isKey);
    if (index === 0 || this.#entries.at(this.#entries.length - 1) !== entry) {
      this.#changes.push(index);
      this.#entries.push(entry);
    }
    this.end = kept;
    if (index % COUNTED === COUNTED - 1) this.#count();
  }

  /** Milliseconds from decoding to presentation. */
  composition(index: number): number {
    return this.#compositions?.at(index) ?? 0;
  }

  isKey(index: number): boolean {
    if (this.#keys === undefined) return true;
    const at = this.#keys.lowerBound(index);
    return at < this.#keys.length && this.#keys.at(at) === index;
  }

  /** How many key frames there are. */
  get keyCount(): number {
    return this.#keys?.length ?? this.length;
  }

  /** The index of the nth key frame, below {@link keyCount}. */
  key(n: number): number {
    return this.#keys?.at(n) ?? n;
  }

  /** The last key frame that is not later than `time`, of several at the same time the first; undefined if there is none. */
  keyUpTo(time: number): number | undefined {
    const last = this.#keysBefore(this.times.lowerBound(time + 1)) - 1;
    if (last < 0) return undefined;
    const sameTime = this.times.lowerBound(this.times.at(this.key(last)));
    return this.key(this.#keysBefore(sameTime));
  }

  /** How many key frames come before a sample. */
  #keysBefore(index: number): number {
    return this.#keys?.lowerBound(index) ?? index;
  }

  /** The index of the entry of a sample. */
  entry(index: number): number {
    return this.#entries.at(this.#changes.lowerBound(index + 1) - 1);
  }

  /** Gives back memory: no more samples are expected. */
  trim(): void {
    for (const column of [this.times, this.sizes, this.offsets, this.#compositions, this.#keys]) column?.trim();
    if (this.byteLength < this.#taken) this.#count();
  }

  #count(): void {
    const { byteLength } = this;
    this.memory.take(byteLength - this.#taken);
    this.#taken = byteLength;
  }

  #addComposition(index: number, composition: number): void {
    if (this.#compositions === undefined) {
      if (composition === 0) return;
      this.#compositions = new NumberColumn('signed', index + 1);
      for (let i = 0; i < index; i++) this.#compositions.push(0);
    }
    this.#compositions.push(composition);
  }

  #addKey(index: number, isKey: boolean): void {
    if (this.#keys === undefined) {
      if (isKey) return;
      this.#keys = new NumberColumn();
      for (let i = 0; i < index; i++) this.#keys.push(i);
    }
    if (isKey) this.#keys.push(index);
  }
}
