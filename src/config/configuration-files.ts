import { createHash } from 'node:crypto';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Problem } from './problem.js';
import { MAX_YAML_BYTES } from './yaml-tree.js';

/** A folder in which a change may be a change of the configuration. */
export interface WatchedFolder {
  /** Absolute. */
  readonly path: string;
  /** The names that count in it; undefined if all do. */
  readonly names: ReadonlySet<string> | undefined;
}

export interface FolderListing {
  /** Folders and files in it, links followed, hidden ones left out, in the order of their names. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Reads the files of one load and remembers what it depended on. */
export class ConfigurationFiles {
  readonly problems: Problem[] = [];
  readonly #hash = createHash('sha256');
  readonly #watched = new Map<string, Set<string> | undefined>();

  /** @param texts taken for what is in these files (absolute), whatever is there */
  constructor(private readonly texts: ReadonlyMap<string, string> = new Map()) {}

  /** Differs whenever anything differs that was read or noted. */
  fingerprint(): string {
    return this.#hash.copy().digest('hex');
  }

  watched(): WatchedFolder[] {
    return [...this.#watched].map(([path, names]) => ({ path, names }));
  }

  /** Makes `text` part of the fingerprint. */
  note(text: string): void {
    this.#hash.update(`${text.length}:${text}`);
  }

  /** Changes in `folder` count: all, or those of `name`. */
  watch(folder: string, name?: string): void {
    const path = resolve(folder);
    const known = this.#watched.has(path);
    const names = this.#watched.get(path);
    if (name === undefined) this.#watched.set(path, undefined);
    else if (!known) this.#watched.set(path, new Set([name]));
    else names?.add(name);
  }

  /** The text of a file; undefined if there is none, or if it cannot be used, which is a problem then. */
  async read(file: string): Promise<string | undefined> {
    const instead = this.texts.get(resolve(file));
    if (instead !== undefined) {
      this.note(`${file} ${instead}`);
      return instead;
    }
    try {
      const bytes = await readBounded(file);
      const target = await realpath(file);
      if (target !== resolve(file)) this.watch(dirname(target), basename(target));
      const text = bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      if (text === undefined)
        this.#problem(file, `is no file of at most ${MAX_YAML_BYTES / 1024} KiB`, 'make it shorter');
      this.note(`${file} ${text ?? 'unusable'}`);
      return text;
    } catch (error) {
      if (isMissing(error)) return undefined;
      this.note(`${file} unreadable`);
      if (error instanceof TypeError) this.#problem(file, 'is not UTF-8', 'save it as UTF-8');
      else this.#unreadable(file, error);
      return undefined;
    }
  }

  /** What is in a folder; undefined if there is none, or if it cannot be read, which is a problem then. */
  async list(folder: string): Promise<FolderListing | undefined> {
    try {
      const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
      const kinds = await Promise.all(names.map((name) => kindOf(join(folder, name))));
      return {
        folders: names.filter((_, index) => kinds[index] === 'folder'),
        files: names.filter((_, index) => kinds[index] === 'file'),
      };
    } catch (error) {
      if (!isMissing(error)) this.#unreadable(folder, error);
      return undefined;
    }
  }

  #unreadable(path: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#problem(path, `cannot be read: ${reason}`, 'make it readable for the user the server runs as');
  }

  #problem(file: string, message: string, mend: string): void {
    this.problems.push({ file, key: '', message, mend, severity: 'error' });
  }
}

/** Undefined for what is too long or no file, however long it says it is. */
async function readBounded(file: string): Promise<Uint8Array | undefined> {
  if (!(await stat(file)).isFile()) return undefined;
  const handle = await open(file);
  try {
    const buffer = new Uint8Array(MAX_YAML_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
      length += bytesRead;
      if (length > MAX_YAML_BYTES) return undefined;
      if (bytesRead === 0) return buffer.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'other'> {
  try {
    const facts = await stat(path);
    return facts.isDirectory() ? 'folder' : facts.isFile() ? 'file' : 'other';
  } catch {
    return 'other';
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
