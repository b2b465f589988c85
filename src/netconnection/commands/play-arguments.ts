import type { AmfValue } from '../../amf/value.js';
import type { PlayItem } from '../stream-use.js';

/**
 * Where to begin: -2 and whatever else is below 0 for live or recorded, -1 for live. ffmpeg, which takes the
 * ActionScript values for seconds, says -2000 and -1000. From 0 on it is a place in a recording, in milliseconds:
 * scripts give seconds, and Flash Player multiplies them, as do rtmpdump and ffmpeg.
 */
export function playStart(start: AmfValue): PlayItem['start'] {
  if (typeof start !== 'number' || Number.isNaN(start)) return 'any';
  if (start >= 0) return Math.min(Math.round(start), MAX_TIME);
  return start === -1 || start === -1000 ? 'live' : 'any';
}

/** Milliseconds; -1, -1000 and what is no number: to the end. */
export function playLength(length: AmfValue): number | undefined {
  return typeof length === 'number' && length >= 0 ? length : undefined;
}

/** Timestamps have 32 bits. */
const MAX_TIME = 0xffff_ffff;

/** What becomes of what is being played, and whether all data messages are wanted at once. */
export function playReset(reset: AmfValue): { readonly resets: boolean; readonly allData: boolean } {
  switch (reset) {
    case false:
    case 0:
      return { resets: false, allData: false };
    case 2:
      return { resets: false, allData: true };
    case 3:
      return { resets: true, allData: true };
    default:
      return { resets: true, allData: false };
  }
}
