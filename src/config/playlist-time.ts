import type { PlaylistStart } from '../application/playlist-start.js';

const DAILY = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Reads when a playlist begins: `20:00` for every day, `2026-12-24T20:00:00+01:00` for once; undefined if it is neither.
 *
 * @param mayLackZone whether a date without a time zone is that of the server
 */
export function parsePlaylistStart(written: string, mayLackZone = false): PlaylistStart | undefined {
  const daily = DAILY.exec(written);
  if (daily !== null) return { daily: Number(daily[1]) * 60 + Number(daily[2]) };
  const date = DATE_TIME.exec(written);
  if (date === null || (date[1] === undefined && !mayLackZone)) return undefined;
  const milliseconds = Date.parse(written.replace(' ', 'T'));
  return Number.isNaN(milliseconds) ? undefined : { date: milliseconds };
}
