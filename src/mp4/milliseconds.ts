/** `ticks` in milliseconds, rounded to the nearest; exact however large they are, so that nothing drifts. */
export function milliseconds(ticks: number, timescale: number): number {
  const seconds = Math.floor(ticks / timescale);
  return seconds * 1000 + Math.round(((ticks - seconds * timescale) * 1000) / timescale);
}
