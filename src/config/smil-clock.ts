const UNITS = new Map([
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
]);

const COUNT = /^(\d+(?:\.\d+)?)(h|min|s|ms)?$/;
const CLOCK = /^(?:(\d+):)?([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/;

/**
 * Reads a clock value as in SMIL 3.0, section 5.4.3: `10s`, `1.5min`, `01:30.5`, `00:01:30`, a number of seconds; also
 * with `npt=` before it. Milliseconds; undefined if it is none, frames of SMPTE included.
 */
export function parseSmilClock(written: string): number | undefined {
  const text = written.trim().replace(/^npt=/, '');
  const count = COUNT.exec(text);
  if (count !== null) return Math.round(Number(count[1]) * (UNITS.get(count[2] ?? 's') ?? NaN));
  const clock = CLOCK.exec(text);
  if (clock === null) return undefined;
  const [, hours = '0', minutes, seconds] = clock;
  return Math.round(Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000);
}
