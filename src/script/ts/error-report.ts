import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import type { ScriptLogLine } from '../protocol/script-messages.js';

/**
 * `    at say (/apps/chat/main.ts:12:5)`, with or without the name, the path as a URL or not; or a script of main.asc, whose
 * path is relative to the folder.
 */
const FRAME = /^\s+at (?:(.+?) \()?((?:file:\/\/)?(?:\/|[A-Za-z]:).*?|[^\s:()]+\.(?:asc|js)):(\d+):(\d+)\)?$/;

interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly within: string | undefined;
}

/**
 * What the log says of something that the application threw: where, what, and by which way of its own sources, which
 * the stack names if source maps are on. Frames outside of its folder, and of packages in it, are left out.
 *
 * @param where what was being done: `onConnect`, `method say`
 */
export function errorReport(where: string, error: unknown, folder: string): ScriptLogLine {
  const said = isError(error) ? `${error.name}: ${error.message}` : `threw ${String(error)}`;
  const frames = isError(error) ? framesOf(error, folder) : [];
  const [first] = frames;
  const way = frames.map(({ file, line, column, within }) => {
    return `\n    at ${within === undefined ? '' : `${within}, `}${file}:${line}:${column}`;
  });
  const cause = isError(error) && error.cause !== undefined ? causeText(error.cause) : '';
  const text = `${where}: ${said}${cause}${way.join('')}`;
  return { level: 'error', text, ...(first === undefined ? {} : { file: first.file, line: first.line }) };
}

/** What failed in one line, with its place: `main.ts:12: the history is not readable`. */
export function errorLine(error: unknown, folder: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const [first] = error instanceof Error ? framesOf(error, folder) : [];
  return first === undefined ? message : `${first.file}:${first.line}: ${message}`;
}

/** Also one of the realm of a main.asc. */
function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown);
}

function causeText(cause: unknown): string {
  return ` (cause: ${cause instanceof Error ? cause.message : String(cause)})`;
}

function framesOf({ stack }: Error, folder: string): Frame[] {
  return (stack ?? '').split('\n').flatMap((text) => {
    const [, within, path, line, column] = FRAME.exec(text) ?? [];
    if (path === undefined) return [];
    const full = path.startsWith('file:') ? fileURLToPath(path) : path;
    const file = (isAbsolute(full) ? relative(folder, full) : full).replaceAll('\\', '/');
    if (file.startsWith('..') || file.includes('node_modules/')) return [];
    return [{ file, line: Number(line), column: Number(column), within }];
  });
}
