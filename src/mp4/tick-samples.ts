import { MediaError } from '../media/media-error.js';
import { NumberColumn } from './number-column.js';
import type { Sample } from './sample-list.js';
import type { SampleSink } from './sample-sink.js';

/** A chunk does not grow beyond that, so that players find what they seek. */
const MAX_CHUNK = 1024 * 1024;

/**
 * The samples of a track as an ordinary MP4 tells of them, in ticks: about ten bytes each. They may come from several
 * files, one after another.
 */
export class TickSamples implements SampleSink {
  readonly durations = new NumberColumn();
  readonly sizes = new NumberColumn();
  readonly compositions = new NumberColumn('signed');
  /** Indexes of those where decoding can begin. */
  readonly keys = new NumberColumn();
  /** Where chunks begin, counted from the first byte of media that is copied, and how many samples they have. */
  readonly chunkOffsets = new NumberColumn();
  readonly chunkCounts = new NumberColumn();
  hasNegativeComposition = false;
  #shift = 0;
  #media = { from: 0, end: 0, to: 0 };
  #first: number | undefined;
  #last = 0;
  #end = 0;
  #latest = -Infinity;
  #chunk = { count: 0, size: 0, end: -1 };

  get length(): number {
    return this.sizes.length;
  }

  /** Ticks at which the first sample is decoded; undefined if there is none. */
  get first(): number | undefined {
    return this.#first;
  }

  /** Ticks after the first sample was decoded at which the last one ends. */
  get duration(): number {
    return this.#end - (this.#first ?? 0);
  }

  /** Ticks at which the last sample is no longer shown. */
  get shownUntil(): number {
    return this.length === 0 ? 0 : this.#latest + this.#end - this.#last;
  }

  get end(): number {
    return this.#end;
  }

  set end(time: number) {
    if (this.length > 0) this.#end = Math.max(this.#end, time + this.#shift);
  }

  /** @param ticks that are added to the times of the samples that follow: they are of another file */
  shiftBy(ticks: number): void {
    this.#shift = ticks;
    this.#closeChunk();
  }

  /** The media of the samples that follow is at `from` to `end` in their file, and is copied to `to`. */
  copying(from: number, end: number, to: number): void {
    this.#media = { from, end, to };
  }

  /** @throws {MediaError} for a sample that is not where the media is */
  add({ time, presentation, offset, size, isKey }: Sample): void {
    const { from, end, to } = this.#media;
    if (offset < from || offset + size > end)
      throw new MediaError('unsupported', `a sample at ${offset}, outside of the media`);
    const decoding = Math.max(time + this.#shift, this.#last);
    if (this.#first === undefined) this.#first = decoding;
    else this.durations.push(decoding - this.#last);
    const composition = presentation + this.#shift - decoding;
    if (composition < 0) this.hasNegativeComposition = true;
    if (isKey) this.keys.push(this.length);
    this.#addToChunk(offset - from + to, size);
    this.sizes.push(size);
    this.compositions.push(composition);
    this.#latest = Math.max(this.#latest, decoding + composition);
    this.#last = decoding;
    this.#end = Math.max(this.#end, decoding);
  }

  /** The last sample is the last. */
  trim(): void {
    this.#closeChunk();
  }

  /** Duration of a sample; that of the last one reaches to {@link end}. */
  durationOf(index: number): number {
    return index < this.durations.length ? this.durations.at(index) : this.#end - this.#last;
  }

  #addToChunk(offset: number, size: number): void {
    const chunk = this.#chunk;
    if (offset !== chunk.end || chunk.size + size > MAX_CHUNK) {
      this.#closeChunk();
      this.chunkOffsets.push(offset);
    }
    this.#chunk = { count: this.#chunk.count + 1, size: this.#chunk.size + size, end: offset + size };
  }

  #closeChunk(): void {
    if (this.#chunk.count > 0) this.chunkCounts.push(this.#chunk.count);
    this.#chunk = { count: 0, size: 0, end: -1 };
  }
}
