import { MediaBatch } from '../media/media-batch.js';
import type { MediaSegment, MediaSource } from '../media/media-source.js';
import { RecentSegments } from './recent-segments.js';

/** A segment of recorded media as players share it. */
export interface CachedSegment {
  readonly position: number;
  /** All of its messages, encoded once for all who take it whole. */
  readonly batch: MediaBatch;
  /** The lowest and the highest timestamp in it (milliseconds of the media); 0 and 0 if it is empty. */
  readonly earliest: number;
  readonly latest: number;
  /** Bytes of payload. */
  readonly bytes: number;
  readonly next: number | undefined;
  /** It was the end of a source that grew while it was read: there may be more by now. */
  readonly mayGrow: boolean;
}

/** Plain counters for those who watch. */
export interface SegmentCacheStatistics {
  readonly hits: number;
  /** Segments that had to be read; those who asked for one that was being read already are hits. */
  readonly misses: number;
  readonly segments: number;
  /** Payload, and what was encoded from it. */
  readonly bytes: number;
  readonly budget: number;
}

export const DEFAULT_SEGMENT_BUDGET = 256 * 1024 * 1024;

/** What a message costs beside its payload, about. */
const MESSAGE_OVERHEAD = 200;

/**
 * What is kept of sources that only one seems to read: a part of the budget, and yet enough for those who come a
 * little later, if the budget allows it.
 */
const UNSHARED_PART = 1 / 16;
const UNSHARED_LEAST = 8 * 1024 * 1024;

/** Segments of a source that are known again after they were forgotten. */
const MAX_PAST = 512;

interface Entry {
  readonly segment: CachedSegment;
  readonly source: SourceSegments;
  weight: number;
}

interface SourceSegments {
  readonly known: Map<number, Entry | Promise<CachedSegment>>;
  /** Positions of some that were forgotten. */
  readonly past: Set<number>;
  /** A segment was asked for again: more than one reads it, or one does so more than once. */
  isShared: boolean;
}

/**
 * The segments of recorded media that players read lately, of all sources of the process, up to so many bytes: one
 * is read and encoded once for all who watch it. What nobody has asked for longest is forgotten first, and what only
 * one seems to read soon: nobody would ask for it again, and much that is kept costs time, too. The end of a source
 * that still grows is not kept, because it will be another one the next time.
 */
export class SegmentCache {
  readonly #sources = new WeakMap<MediaSource, SourceSegments>();
  readonly #shared = new RecentSegments<Entry>();
  readonly #unshared = new RecentSegments<Entry>();
  #hits = 0;
  #misses = 0;

  /** @param budget bytes; read again each time, so that a change of the configuration holds at once */
  constructor(private readonly budget: () => number = () => DEFAULT_SEGMENT_BUDGET) {}

  get statistics(): SegmentCacheStatistics {
    const segments = this.#shared.size + this.#unshared.size;
    const bytes = this.#shared.bytes + this.#unshared.bytes;
    return { hits: this.#hits, misses: this.#misses, segments, bytes, budget: this.budget() };
  }

  /** The segment at once if it is there; else the promise of it, which rejects as the source does. */
  segment(source: MediaSource, position: number): CachedSegment | Promise<CachedSegment> {
    const ofSource = this.#ofSource(source);
    const known = ofSource.known.get(position);
    if (known !== undefined || ofSource.past.has(position)) ofSource.isShared = true;
    if (known === undefined) {
      this.#misses++;
      return this.#read(source, position, ofSource);
    }
    this.#hits++;
    if (known instanceof Promise) return known;
    this.#touch(known);
    return known.segment;
  }

  /** The source is closed: what was kept of it is of no use to anybody. */
  forget(source: MediaSource): void {
    const ofSource = this.#sources.get(source);
    if (ofSource === undefined) return;
    this.#sources.delete(source);
    for (const entry of ofSource.known.values()) if (!(entry instanceof Promise)) this.#remove(entry);
  }

  async #read(source: MediaSource, position: number, ofSource: SourceSegments): Promise<CachedSegment> {
    // Asked before: growth may end while the segment is read, behind what was read of it.
    const grows = source.isGrowing;
    const reading = source.segment(position).then((segment) => cached(segment, grows));
    ofSource.known.set(position, reading);
    try {
      const segment = await reading;
      ofSource.known.delete(position);
      if (!segment.mayGrow && this.#sources.get(source) === ofSource) this.#keep(segment, ofSource);
      return segment;
    } catch (error) {
      ofSource.known.delete(position);
      throw error;
    }
  }

  #keep(segment: CachedSegment, source: SourceSegments): void {
    const entry = { segment, source, weight: 0 };
    source.known.set(segment.position, entry);
    this.#touch(entry);
    const budget = this.budget();
    const part = budget * UNSHARED_PART;
    this.#shared.trim(budget - Math.min(this.#unshared.bytes, part), forgotten);
    this.#unshared.trim(Math.min(budget - this.#shared.bytes, Math.max(part, UNSHARED_LEAST)), forgotten);
  }

  #touch(entry: Entry): void {
    // It is counted as encoded from the first: whoever asked for it is about to have it encoded.
    const { bytes, batch } = entry.segment;
    const weight = bytes + Math.max(bytes, batch.encodedBytes) + batch.messages.length * MESSAGE_OVERHEAD;
    if (entry.source.isShared) this.#unshared.remove(entry);
    (entry.source.isShared ? this.#shared : this.#unshared).put(entry, weight);
  }

  #remove(entry: Entry): void {
    if (!this.#shared.remove(entry)) this.#unshared.remove(entry);
  }

  #ofSource(source: MediaSource): SourceSegments {
    let ofSource = this.#sources.get(source);
    if (ofSource === undefined)
      this.#sources.set(source, (ofSource = { known: new Map(), past: new Set(), isShared: false }));
    return ofSource;
  }
}

/** It is not kept any more; whoever asks for it again shows that it would have been worth it. */
function forgotten({ segment: { position }, source: { known, past } }: Entry): void {
  known.delete(position);
  past.delete(position);
  past.add(position);
  const [oldest] = past;
  if (past.size > MAX_PAST && oldest !== undefined) past.delete(oldest);
}

function cached({ position, messages, next }: MediaSegment, grows: boolean): CachedSegment {
  let [earliest, latest, bytes] = [Infinity, 0, 0];
  for (const { timestamp, payload } of messages) {
    earliest = Math.min(earliest, timestamp);
    latest = Math.max(latest, timestamp);
    bytes += payload.length;
  }
  if (messages.length === 0) earliest = 0;
  const mayGrow = grows && next === undefined;
  return { position, batch: new MediaBatch(messages, true), earliest, latest, bytes, next, mayGrow };
}
