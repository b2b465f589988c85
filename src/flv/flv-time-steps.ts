import type { MediaMessage } from '../media/media-message.js';

/** How often something is so in a file. */
export interface Occurrences {
  readonly count: number;
  /** Offset of the first one; undefined if there is none. */
  readonly firstAt: number | undefined;
  /** The largest, in whatever it is measured. */
  readonly largest: number;
}

/** Counts. */
export class Counter implements Occurrences {
  count = 0;
  firstAt: number | undefined;
  largest = 0;

  add(offset: number, size = 0): void {
    this.count++;
    this.firstAt ??= offset;
    this.largest = Math.max(this.largest, size);
  }
}

/** Milliseconds without a frame of a kind that are told. */
const GAP = 10_000;

/** Follows the timestamps of frames, each kind for itself. */
export class FlvTimeSteps {
  readonly #last = new Map<MediaMessage['kind'], number>();
  /** Frames before the one in front of them, by so many milliseconds. */
  readonly back = new Counter();
  /** Frames long after the one in front of them. */
  readonly gaps = new Counter();

  /** Takes the next frame. */
  accept({ kind, timestamp }: MediaMessage, offset: number): void {
    const last = this.#last.get(kind);
    this.#last.set(kind, timestamp);
    if (last === undefined) return;
    const step = (timestamp - last) | 0;
    if (step < 0) this.back.add(offset, -step);
    else if (step > GAP) this.gaps.add(offset, step);
  }
}
