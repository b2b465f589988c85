import type { MediaFile } from '../media/media-file.js';
import type { ByteRange } from './byte-range.js';
import { parseByteRange } from './byte-range.js';

/** What of the headers of a request decides. */
export interface FileHeaders {
  readonly range?: string | undefined;
  readonly 'if-range'?: string | string[] | undefined;
  readonly 'if-none-match'?: string | undefined;
}

/** How a request for a file is answered. */
export interface FileAnswer {
  readonly status: 200 | 206 | 304 | 416;
  readonly headers: Readonly<Record<string, string>>;
  /** What of the file follows; undefined for nothing. */
  readonly body: ByteRange | undefined;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['flv', 'video/x-flv'],
  ['mp4', 'video/mp4'],
  ['m4v', 'video/mp4'],
  ['f4v', 'video/mp4'],
  ['m4a', 'audio/mp4'],
  ['f4a', 'audio/mp4'],
  ['mov', 'video/quicktime'],
  ['qt', 'video/quicktime'],
  ['3gp', 'video/3gpp'],
  ['3g2', 'video/3gpp2'],
  ['mp3', 'audio/mpeg'],
]);

/** Endings of the names of files that are media. */
export const fileExtensions: readonly string[] = [...TYPES.keys()];

/** Answers a request of HTTP for a file as it is now (RFC 9110, 13 and 14). */
export function fileAnswer(name: string, { size, version }: MediaFile, headers: FileHeaders): FileAnswer {
  const etag = `"${version.replace(/[^\w.-]/g, '_')}"`;
  const common = {
    'accept-ranges': 'bytes',
    // Whoever may have it today may not tomorrow.
    'cache-control': 'private, no-cache',
    'content-type': TYPES.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? 'application/octet-stream',
    etag,
  };
  if (headers['if-none-match'] === etag) return { status: 304, headers: common, body: undefined };
  const ifRange = headers['if-range'];
  const isSame = ifRange === undefined || ifRange === etag;
  const range = isSame ? parseByteRange(headers.range, size) : undefined;
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { ...common, 'content-range': `bytes */${size}` }, body: undefined };
  }
  if (range === undefined) {
    const body = size === 0 ? undefined : { start: 0, end: size - 1 };
    return { status: 200, headers: { ...common, 'content-length': `${size}` }, body };
  }
  const { start, end } = range;
  const told = { 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': `${end - start + 1}` };
  return { status: 206, headers: { ...common, ...told }, body: range };
}
