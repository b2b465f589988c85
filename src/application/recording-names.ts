import type { SafeName } from './safe-name.js';
import { parseSafeName } from './safe-name.js';

/** What a template of names may say in braces. */
export const RECORDING_NAME_PARTS = ['application', 'instance', 'stream', 'date', 'time', 'sequence'] as const;

type Part = (typeof RECORDING_NAME_PARTS)[number];

/**
 * The names of the files of a recording: `{stream}-{date}-{time}-{sequence}` becomes `camera-2026-11-21-08-30-00-001`.
 * Where nothing says which file it is, all but the first get a number at their end.
 *
 * @param date when the recording began (milliseconds since 1970); the time is that of UTC
 */
export function recordingNames(
  template: string,
  facts: { readonly application: string; readonly instance: string; readonly stream: string },
  date: number,
): (sequence: number) => SafeName | undefined {
  const [day = '', time = ''] = new Date(date).toISOString().slice(0, 19).split('T');
  const fixed = { ...facts, date: day, time: time.replaceAll(':', '-') };
  const isNumbered = template.includes('{sequence}');
  return (sequence) => {
    const parts: Readonly<Record<Part, string>> = { ...fixed, sequence: String(sequence).padStart(3, '0') };
    const name = template.replace(/\{(\w+)\}/g, (whole, part: string) => (part in parts ? parts[part as Part] : whole));
    return parseSafeName(isNumbered || sequence === 1 ? name : `${name}-${sequence}`);
  };
}
