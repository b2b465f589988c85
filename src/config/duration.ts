const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What {@link parseDuration} reads, as a regular expression for editors. */
export const DURATION_PATTERN = String.raw`^(0|\d+(\.\d+)?(ms|s|m|h|d))$`;

const durationPattern = new RegExp(DURATION_PATTERN);

/**
 * Reads a duration such as `500ms`, `1.5s`, `20m`, `2h` or `1d`. Only zero needs no unit.
 *
 * @returns milliseconds, rounded to a whole number; undefined if it is no duration
 */
export function parseDuration(written: unknown): number | undefined {
  const match = durationPattern.exec(String(written));
  if (match === null) return undefined;
  if (match[3] === undefined) return 0;
  const milliseconds = Math.round(Number.parseFloat(match[1]!) * UNITS[match[3] as keyof typeof UNITS]);
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

/** Writes milliseconds with the largest unit that leaves a whole number: 60000 is `1m`. */
export function formatDuration(milliseconds: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    if (milliseconds > 0 && milliseconds % UNITS[unit] === 0) return `${milliseconds / UNITS[unit]}${unit}`;
  }
  return milliseconds === 0 ? '0s' : `${milliseconds}ms`;
}
