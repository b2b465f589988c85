import { MediaBatch } from '../media/media-batch.js';
import type { MediaSegment, MediaSource } from '../media/media-source.js';

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

interface Entry {
  readonly segment: CachedSegment;
  readonly siblings: Map<number, Entry | Promise<CachedSegment>>;
  /** What it counts for in {@link SegmentCache.statistics}. */
  weight: number;
}

/**
 * The segments of recorded media that players read lately, of all sources of the process, up to so many bytes: one
 * is read and encoded once for all who watch it. What nobody has asked for longest is forgotten first. The end of a
 * source that still grows is not kept, because it will be another one the next time.
 */
export class SegmentCache {
  readonly #sources = new WeakMap<MediaSource, Map<number, Entry | Promise<CachedSegment>>>();
  /** In the order in which they were last asked for. */
  readonly #entries = new Set<Entry>();
  #bytes = 0;
  #hits = 0;
  #misses = 0;

  /** @param budget bytes; read again each time, so that a change of the configuration holds at once */
  constructor(private readonly budget: () => number = () => DEFAULT_SEGMENT_BUDGET) {}

  get statistics(): SegmentCacheStatistics {
    const { size: segments } = this.#entries;
    return { hits: this.#hits, misses: this.#misses, segments, bytes: this.#bytes, budget: this.budget() };
  }

  /** The segment at once if it is there; else the promise of it, which rejects as the source does. */
  segment(source: MediaSource, position: number): CachedSegment | Promise<CachedSegment> {
    const ofSource = this.#ofSource(source);
    const known = ofSource.get(position);
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
    for (const entry of ofSource.values()) if (!(entry instanceof Promise)) this.#remove(entry);
  }

  async #read(
    source: MediaSource,
    position: number,
    ofSource: Map<number, Entry | Promise<CachedSegment>>,
  ): Promise<CachedSegment> {
    // Asked before: growth may end while the segment is read, behind what was read of it.
    const grows = source.isGrowing;
    const reading = source.segment(position).then((segment) => cached(segment, grows));
    ofSource.set(position, reading);
    try {
      const segment = await reading;
      ofSource.delete(position);
      if (!segment.mayGrow && this.#sources.get(source) === ofSource) this.#keep(segment, ofSource);
      return segment;
    } catch (error) {
      ofSource.delete(position);
      throw error;
    }
  }

  #keep(segment: CachedSegment, siblings: Map<number, Entry | Promise<CachedSegment>>): void {
    const entry = { segment, siblings, weight: 0 };
    siblings.set(segment.position, entry);
    this.#touch(entry);
    const budget = this.budget();
    for (const oldest of this.#entries) {
      if (this.#bytes <= budget) return;
      this.#remove(oldest);
    }
  }

  #touch(entry: Entry): void {
    // It is counted as encoded from the first: whoever asked for it is about to have it encoded.
    const { bytes, batch } = entry.segment;
    const weight = bytes + Math.max(bytes, batch.encodedBytes) + batch.messages.length * MESSAGE_OVERHEAD;
    this.#bytes += weight - entry.weight;
    entry.weight = weight;
    this.#entries.delete(entry);
    this.#entries.add(entry);
  }

  #remove(entry: Entry): void {
    if (!this.#entries.delete(entry)) return;
    entry.siblings.delete(entry.segment.position);
    this.#bytes -= entry.weight;
  }

  #ofSource(source: MediaSource): Map<number, Entry | Promise<CachedSegment>> {
    let ofSource = this.#sources.get(source);
    if (ofSource === undefined)
      this.#sources.set(source, (ofSource = new Map<number, Entry | Promise<CachedSegment>>()));
    return ofSource;
  }
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
