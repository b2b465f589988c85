import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ScriptArchive } from './script-archive.js';
import { StorageError } from './storage-error.js';

export interface ReadScript {
  /**
   * Relative to the application's folder with `/`, or absolute if it is in a library. An archive is as a folder in it:
   * `main.far/main.asc`.
   */
  readonly file: string;
  /** Absolute: the archive that it is in. */
  readonly archive?: string;
  /** Decoded as UTF-8, without byte order mark. */
  readonly text: string;
}

const MAX_SIZE = 16 * 1024 * 1024;

/**
 * Reads a script at once, as `load` of server-side ActionScript wants it: in the folder of the script that loads it,
 * then in the application's, then in the libraries. Nothing outside of these folders is read; a link in them may lead
 * elsewhere. Scripts of a `.far` archive look in that first. Throws what the system says of a file that is there and
 * cannot be read, and StorageError of what is no script.
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
  const path = from === undefined ? undefined : resolve(folder, from);
  const archive = path === undefined ? undefined : archiveOf(path);
  const beside = path === undefined ? [] : [dirname(path)];
  for (const base of [...beside, ...(archive === undefined ? [] : [archive]), ...roots]) {
    const found = readIn(join(base, name), roots, folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readIn(path: string, roots: readonly string[], folder: string): ReadScript | undefined {
  if (!roots.some((root) => isWithin(root, path))) return undefined;
  const archive = archiveOf(path);
  const bytes = archive === undefined ? readBytes(path) : readArchived(archive, path);
  if (bytes === undefined) return undefined;
  if (/\.ase$/i.test(path)) {
    throw new StorageError(
      `${path} is compiled for the engine of Flash Media Server; put the script itself (.asc) there`,
    );
  }
  if (bytes.length > MAX_SIZE) {
    throw new StorageError(`${path} is larger than ${MAX_SIZE / 1024 / 1024} MB: no script is`);
  }
  const text = new TextDecoder().decode(bytes);
  return { file: nameOf(path, folder), text, ...(archive === undefined ? {} : { archive }) };
}

/** The archive that a path leads into, if it does. */
function archiveOf(path: string): string | undefined {
  return new RegExp(`^(.*?\\.far)${sep === '/' ? '/' : '\\\\'}`, 'is').exec(path)?.[1];
}

/** Also of a folder that is called so. */
function readArchived(archive: string, path: string): Uint8Array | undefined {
  const name = relative(archive, path).split(sep).join('/');
  const opened = ScriptArchive.open(archive);
  return opened === undefined ? readBytes(path) : opened.read(name);
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function nameOf(path: string, folder: string): string {
  return isWithin(folder, path) ? relative(folder, path).split(sep).join('/') : path;
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw error;
  }
}
