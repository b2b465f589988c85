import type { FlvIndex } from './flv-index.js';
import { FlvTimeline } from './flv-timeline.js';

/** Media that begins later than that is moved to the beginning: players would wait for it, and durations count it. */
const LATEST_START = 1000;

/** Whether the timestamps of a file begin so late that it should be mended. */
export function startsLate({ timeline }: FlvIndex): boolean {
  return timeline.base >= LATEST_START;
}

/** The times that the tags of a file get when it is mended: their own ones, unless they begin late. */
export function mendedTimeline({ timeline }: FlvIndex): FlvTimeline {
  return timeline.base >= LATEST_START ? timeline : new FlvTimeline(0, timeline.shifts);
}
