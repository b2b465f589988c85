/**
 * RTMP timestamps are unsigned 32-bit milliseconds that wrap after 49.7 days. Two of them are
 * compared as the shorter way round (RTMP 1.0, section 3: "adjacent timestamps are within 2^31 - 1").
 */

/** `later - earlier` as a signed number of milliseconds, right across a wrap. */
export function timestampDelta(later: number, earlier: number): number {
  return (later - earlier) | 0;
}

/** `timestamp + milliseconds`, wrapped to unsigned 32 bit. */
export function timestampAdd(timestamp: number, milliseconds: number): number {
  return (timestamp + milliseconds) >>> 0;
}
