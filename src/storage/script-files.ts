import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { ScriptFolders } from './script-folders.js';

/** All but `read` make what is not there. `create`: empties it; `write`: overwrites from the start on. */
export type ScriptFileMode = 'read' | 'write' | 'readWrite' | 'append' | 'create';

/** What is to be known of a file or a folder. */
export interface ScriptFileFacts {
  readonly kind: 'file' | 'folder';
  /** Bytes of a file, entries of a folder. */
  readonly length: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly modified: number;
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

export interface ScriptFilesOptions {
  /** Absolute: what `/` is. */
  readonly folder: string;
  /** Absolute, by name: what else may be used. */
  readonly virtualFolders: Readonly<Record<string, string>>;
  /** At a time. Default 256. */
  readonly maxOpen?: number;
  /** Bytes of one reading. Default 16 MiB. */
  readonly maxRead?: number;
}

const { O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT } = constants;
/** Not on Windows: what is no regular file is opened without waiting, and refused then; no link is followed. */
const SAFE = ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

const FLAGS: Readonly<Record<ScriptFileMode, number>> = {
  read: O_RDONLY,
  write: O_WRONLY | O_CREAT,
  readWrite: O_RDWR | O_CREAT,
  append: O_WRONLY | O_APPEND | O_CREAT,
  create: O_RDWR | O_CREAT,
};

/**
 * The files that scripts of one application instance use, as class File has them. Everything is done at once: it is
 * for the thread of a script. Nothing throws: what the system refuses, what leads out of the folders and what is there
 * already is answered with undefined or false.
 */
export class ScriptFiles {
  readonly #folders: ScriptFolders;
  readonly #open = new Set<number>();
  readonly #maxOpen: number;
  readonly #maxRead: number;

  constructor({ folder, virtualFolders, maxOpen = 256, maxRead = 16 * 1024 * 1024 }: ScriptFilesOptions) {
    this.#folders = new ScriptFolders(folder, virtualFolders);
    this.#maxOpen = maxOpen;
    this.#maxRead = maxRead;
  }

  stat(path: string): ScriptFileFacts | undefined {
    return attempt(() => {
      const real = this.#place(path);
      const facts = statSync(real);
      if (!facts.isFile() && !facts.isDirectory()) return undefined;
      return {
        kind: facts.isFile() ? 'file' : 'folder',
        length: facts.isFile() ? facts.size : readdirSync(real).length,
        created: Math.floor(facts.birthtimeMs),
        modified: Math.floor(facts.mtimeMs),
        canRead: isAllowed(real, constants.R_OK),
        canWrite: isAllowed(real, constants.W_OK),
      };
    });
  }

  /** Names of what is in a folder, in order. */
  list(path: string): string[] | undefined {
    return attempt(() => readdirSync(this.#place(path)).sort());
  }

  /** Answers the number of the file; undefined if it cannot be opened, or too many are open. */
  open(path: string, mode: ScriptFileMode): number | undefined {
    if (this.#open.size >= this.#maxOpen) return undefined;
    return attempt(() => {
      const file = openSync(this.#place(path), FLAGS[mode] | SAFE, 0o666);
      try {
        if (!fstatSync(file).isFile()) throw new Error('it is no regular file');
        // Not when it is opened: then it would be empty before it was looked at.
        if (mode === 'create') ftruncateSync(file, 0);
      } catch (error) {
        closeSync(file);
        throw error;
      }
      this.#open.add(file);
      return file;
    });
  }

  /** As many bytes as are there, `length` at most. Undefined if that are more than may be read at once. */
  read(file: number, position: number, length: number): Uint8Array | undefined {
    return attempt(() => {
      const available = Math.min(length, this.#facts(file).size - position);
      if (!(available > 0)) return new Uint8Array(0);
      if (available > this.#maxRead) return undefined;
      const bytes = new Uint8Array(available);
      let filled = 0;
      while (filled < available) {
        const count = readSync(file, bytes, filled, available - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return bytes.subarray(0, filled);
    });
  }

  /** Answers where the next byte comes. What is opened for appending is written to at its end. */
  write(file: number, position: number, bytes: Uint8Array): number | undefined {
    return attempt(() => {
      this.#facts(file);
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(file, bytes, written, bytes.length - written, position + written);
      }
      return position + written;
    });
  }

  size(file: number): number | undefined {
    return attempt(() => this.#facts(file).size);
  }

  flush(file: number): boolean {
    return succeeds(() => {
      this.#facts(file);
      fsyncSync(file);
    });
  }

  close(file: number): boolean {
    return this.#open.delete(file) && succeeds(() => closeSync(file));
  }

  /** Fails if there is something of that name. */
  copy(from: string, to: string): boolean {
    return succeeds(() => {
      const source = this.#place(from);
      if (!statSync(source).isFile()) throw new Error('it is no regular file');
      copyFileSync(source, this.#place(to), constants.COPYFILE_EXCL);
    });
  }

  /** Fails if there is something of that name. */
  rename(from: string, to: string): boolean {
    return succeeds(() => {
      const [source, target] = [this.#inside(from), this.#inside(to)];
      if (isThere(target)) throw new Error('there is something of that name');
      if (statSync(source).isFile()) moveFile(source, target);
      else renameSync(source, target);
    });
  }

  makeFolder(path: string): boolean {
    return succeeds(() => mkdirSync(this.#place(path)));
  }

  /** A folder that is not empty only with `recursive`; what links in it lead to stays. */
  remove(path: string, recursive: boolean): boolean {
    return succeeds(() => {
      const real = this.#inside(path);
      if (!lstatSync(real).isDirectory()) unlinkSync(real);
      else if (recursive) rmSync(real, { recursive: true });
      else rmdirSync(real);
    });
  }

  /** Closes what is open. */
  closeAll(): void {
    for (const file of [...this.#open]) this.close(file);
  }

  #place(path: string): string {
    const place = this.#folders.place(path);
    if (place === undefined) throw new Error('it is no place for files');
    return place.path;
  }

  /** Not the folders themselves. */
  #inside(path: string): string {
    if (this.#folders.place(path)?.isRoot === true) throw new Error('it is a folder that the configuration names');
    return this.#place(path);
  }

  #facts(file: number): { readonly size: number } {
    if (!this.#open.has(file)) throw new Error('it is not open');
    return fstatSync(file);
  }
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** A link fails where a renaming would replace; a copy where there are no links, or another disk. */
function moveFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target, constants.COPYFILE_EXCL);
  }
  unlinkSync(source);
}

function isAllowed(path: string, mode: number): boolean {
  return succeeds(() => accessSync(path, mode));
}

function isThere(path: string): boolean {
  return succeeds(() => void lstatSync(path));
}
