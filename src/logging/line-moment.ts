const TOLD = /(\d{4})-(\d\d)-(\d\d)(?:[\sT]|","time":")(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(Z?)/;

/**
 * When a line of a log was written, in milliseconds since 1970; undefined if it does not say so.
 *
 * @param isUtc what date and time are of, where the line does not say that itself
 */
export function lineMoment(line: string, isUtc: boolean): number | undefined {
  const found = TOLD.exec(line);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, rest = 0] = found
    .slice(1, 8)
    .map((part) => Number(part ?? 0));
  const parts = [year, month - 1, day, hour, minute, second, rest] as const;
  return isUtc || found[8] === 'Z' ? Date.UTC(...parts) : new Date(...parts).getTime();
}
