/** How often a log begins a new file, besides when it is full. */
export type RotationPeriod = 'never' | 'hourly' | 'daily' | 'weekly';

/** Weeks begin on Monday. */
const MONDAY = 1;

/**
 * When a file that was begun at `since` is to be followed by another; Infinity for never. All times are milliseconds
 * since 1970.
 *
 * @param isUtc the hour, or the day, of UTC begins, and not that of this machine's place
 */
export function rotationAfter(since: number, period: RotationPeriod, isUtc: boolean): number {
  if (period === 'never') return Infinity;
  const begun = new Date(since);
  // UTC is read as if it were the time of this place.
  const shown = isUtc
    ? [begun.getUTCFullYear(), begun.getUTCMonth(), begun.getUTCDate(), begun.getUTCHours()]
    : [begun.getFullYear(), begun.getMonth(), begun.getDate(), begun.getHours()];
  const [year = 0, month = 0, day = 0, hour = 0] = shown;
  const weekday = isUtc ? begun.getUTCDay() : begun.getDay();
  const days = period === 'hourly' ? 0 : period === 'daily' ? 1 : ((MONDAY - weekday + 6) % 7) + 1;
  const parts = [year, month, day + days, period === 'hourly' ? hour + 1 : 0] as const;
  return isUtc ? Date.UTC(...parts) : new Date(...parts).getTime();
}
