/** `date` (yyyy-mm-dd), `time` (hh:mm:ss) and `tz` (+hhmm) of a log. */
export interface LogTime {
  readonly date: string;
  readonly time: string;
  readonly zone: string;
}

let lastSecond = NaN;
let lastIsUtc = false;
let last: LogTime = { date: '', time: '', zone: '' };

/**
 * A moment as a log writes it; a busy server writes many lines of one second.
 *
 * @param date milliseconds since 1970
 */
export function logTime(date: number, isUtc: boolean): LogTime {
  const second = Math.floor(date / 1000);
  if (second === lastSecond && isUtc === lastIsUtc) return last;
  const minutes = isUtc ? 0 : -new Date(date).getTimezoneOffset();
  const shown = new Date(date + minutes * 60_000).toISOString();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const zone = `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}${twoDigits(rest)}`;
  [lastSecond, lastIsUtc] = [second, isUtc];
  last = { date: shown.slice(0, 10), time: shown.slice(11, 19), zone };
  return last;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
