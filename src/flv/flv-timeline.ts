import { classify } from '../media/classify.js';
import { lastUpTo } from '../media/last-up-to.js';
import type { MediaMessage } from '../media/media-message.js';

/** From the tag at `offset` on, timestamps are moved by so many milliseconds. */
export interface TimeShift {
  readonly offset: number;
  readonly milliseconds: number;
}

/** Turns the timestamps of a file into milliseconds from the beginning of its media. */
export class FlvTimeline {
  /**
   * @param base timestamp of the first frame: recordings begin anywhere
   * @param shifts where another recording was appended, whose timestamps do not go on: in the order of the file
   */
  constructor(
    readonly base: number,
    readonly shifts: readonly TimeShift[] = [],
  ) {}

  /** What is before the first frame counts as its time: sequence headers of a recording often have 0. */
  time(timestamp: number, offset: number): number {
    const time = fromBase(timestamp, this.base) + (this.shifts.length > 0 ? this.#shift(offset) : 0);
    return Math.max(0, time) >>> 0;
  }

  #shift(offset: number): number {
    return lastUpTo(this.shifts, (shift) => shift.offset, offset)?.milliseconds ?? 0;
  }
}

/** Milliseconds from `base` to `timestamp`, across the end of 32 bits; negative up to 24 days before it. */
export function fromBase(timestamp: number, base: number): number {
  return (timestamp - base) | 0;
}

/** Whether its timestamp is one of the media: that of data, sequence headers and empty messages is often another. */
export function hasMediaTime(message: MediaMessage): boolean {
  return message.kind !== 'data' && message.payload.length > 0 && !classify(message).isConfiguration;
}
