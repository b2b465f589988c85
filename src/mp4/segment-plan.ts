import type { Cursor, SampleOrder } from './sample-order.js';

/** A second, at whose end segments end. */
const SECOND = 1000;
/** Bytes after which a segment ends before its second does. */
const SEGMENT_SIZE = 256 * 1024;
/** Samples after which it ends, as empty ones cost no bytes. */
const SEGMENT_SAMPLES = 4096;

/** One sample of a segment. */
export interface PlannedSample {
  readonly track: number;
  readonly index: number;
}

/** Which samples make a segment. */
export interface SegmentPlan {
  readonly samples: readonly PlannedSample[];
  /** It ends here for good, whatever may still come behind it. */
  readonly isClosed: boolean;
  /** Whether there is anything behind it yet. */
  readonly hasNext: boolean;
}

/**
 * Plans the segment that begins with a sample: up to the next whole second, or to 256 KiB.
 *
 * @param horizon samples before that time are known, others are not looked at
 */
export function planSegment(order: SampleOrder, first: number, horizon: number): SegmentPlan {
  const cursor: Cursor = order.locate(first);
  const samples: PlannedSample[] = [];
  let bytes = 0;
  let until = Infinity;
  for (;;) {
    const track = order.next(cursor);
    const isFull = bytes >= SEGMENT_SIZE || samples.length === SEGMENT_SAMPLES;
    if (track === undefined) return { samples, isClosed: isFull, hasNext: false };
    const list = order.tracks[track]!;
    const index = cursor[track]!;
    const time = list.times.at(index);
    const isKnown = time < horizon;
    if (isFull || time >= until) return { samples, isClosed: true, hasNext: isKnown };
    if (!isKnown) return { samples, isClosed: false, hasNext: false };
    if (samples.length === 0) until = (Math.floor(time / SECOND) + 1) * SECOND;
    samples.push({ track, index });
    bytes += list.sizes.at(index);
    cursor[track] = index + 1;
  }
}
