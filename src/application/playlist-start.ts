/** When a playlist begins: once, or every day. */
export type PlaylistStart =
  | {
      /** Milliseconds since 1970 UTC. */
      readonly date: number;
    }
  | {
      /** Minutes after midnight, in the time zone of the server. */
      readonly daily: number;
    };

/** The last beginning up to `date`; undefined if there was none. Dates are milliseconds since 1970 UTC. */
export function lastStart(start: PlaylistStart, date: number): number | undefined {
  if ('date' in start) return start.date <= date ? start.date : undefined;
  const today = onDay(start.daily, date, 0);
  return today <= date ? today : onDay(start.daily, date, -1);
}

/** The first beginning after `date`; undefined if there is none. */
export function nextStart(start: PlaylistStart, date: number): number | undefined {
  if ('date' in start) return start.date > date ? start.date : undefined;
  const today = onDay(start.daily, date, 0);
  return today > date ? today : onDay(start.daily, date, 1);
}

/** By the calendar: a day of which the clock is set forward or back has 23 or 25 hours. */
function onDay(daily: number, date: number, days: number): number {
  const day = new Date(date);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, 0, daily).getTime();
}
