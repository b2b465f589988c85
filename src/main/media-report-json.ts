import { AmfDate } from '../amf/amf-date.js';
import type { AmfValue } from '../amf/value.js';
import { AmfArray, AmfObject } from '../amf/value.js';
import type { MediaReport } from '../media/media-report.js';

/** Deeper than that nobody writes metadata; it may refer to itself. */
const MAX_DEPTH = 8;
/** Of a list, such as an index of key frames, so many items are shown. */
const MAX_ITEMS = 1000;

/** What was found out about a file, for programs: one line of JSON. The shape is that of docs/media-tools.md. */
export function reportJson(file: string, { metadata, keyFrames, ...report }: MediaReport): string {
  return JSON.stringify({
    file,
    ...report,
    ...(keyFrames === undefined ? {} : { keyFrames }),
    metadata: object(metadata, 0),
  });
}

/** A file that cannot be read. */
export function errorJson(file: string, message: string): string {
  return JSON.stringify({ file, error: message });
}

function plain(value: AmfValue, depth: number): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (depth === MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => plain(item, depth + 1));
  if (value instanceof AmfObject) return object(value.properties, depth + 1);
  if (value instanceof AmfArray) return object(value.entries(), depth + 1);
  if (value instanceof AmfDate) return date(value);
  return undefined;
}

function date({ milliseconds }: AmfDate): string | null {
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : null;
}

function object(members: Iterable<readonly [string, AmfValue]>, depth: number): Record<string, unknown> {
  return Object.fromEntries([...members].map(([name, value]) => [name, plain(value, depth)]));
}
