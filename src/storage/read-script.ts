import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

export interface ReadScript {
  /** Relative to the application's folder with `/`, or absolute if it is in a library. */
  readonly file: string;
  /** Decoded as UTF-8, without byte order mark. */
  readonly text: string;
}

const MAX_SIZE = 16 * 1024 * 1024;

/**
 * Reads a script at once, as `load` of server-side ActionScript wants it: in the folder of the script that loads it,
 * then in the application's, then in the libraries. Nothing outside of these folders is read; a link in them may lead
 * elsewhere. Throws what the system says of a file that is there and cannot be read.
 *
 * @param from a `file` that this answered
 */
export function readScript(
  name: string,
  from: string | undefined,
  folder: string,
  libraries: readonly string[],
): ReadScript | undefined {
  if (name.includes('\0')) return undefined;
  const roots = [folder, ...libraries];
  const beside = from === undefined ? [] : [dirname(resolve(folder, from))];
  for (const base of [...beside, ...roots]) {
    const path = join(base, name);
    const root = roots.find((other) => isWithin(other, path));
    const text = root === undefined ? undefined : readText(path);
    if (text !== undefined) return { file: nameOf(path, folder), text };
  }
  return undefined;
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function nameOf(path: string, folder: string): string {
  return isWithin(folder, path) ? relative(folder, path).split(sep).join('/') : path;
}

function readText(path: string): string | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw error;
  }
  if (bytes.length > MAX_SIZE) throw new Error(`${path} is larger than ${MAX_SIZE / 1024 / 1024} MB: no script is`);
  return new TextDecoder().decode(bytes);
}
