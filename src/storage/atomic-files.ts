import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, realpath, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { FolderSyncs } from './folder-syncs.js';
import { StorageError } from './storage-error.js';

/** What is being written is called so until it is whole: the process, and a number. */
const TEMPORARY = /^\.afterglow-([0-9a-f]{12})-\d+\.tmp$/;

/**
 * Replaces files so that whoever reads, also after a crash or a loss of power, finds the old content or the new, whole.
 *
 * write-file-atomic would do for one file; this shares what waits for the disk between files of one folder, makes the
 * rename itself durable, and knows its own leftovers.
 */
export class AtomicFiles {
  readonly #id = randomBytes(6).toString('hex');
  #count = 0;

  constructor(private readonly syncs = new FolderSyncs()) {}

  /**
   * Resolves when the file has the content for good. Its folders are made as far as there are none. Rejects with
   * StorageError, see {@link checkPlace}, and with system errors; the file then is as it was.
   */
  async write(root: string, path: string, content: Uint8Array): Promise<void> {
    const folder = dirname(path);
    await this.#makeFolders(folder);
    await checkPlace(root, path);
    const temporary = join(folder, `.afterglow-${this.#id}-${this.#count++}.tmp`);
    try {
      const handle = await open(temporary, 'wx', 0o640);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await this.syncs.sync(folder);
  }

  /** Resolves when the file is gone for good; one that is not there is. Rejects with system errors. */
  async remove(path: string): Promise<void> {
    try {
      await unlink(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
      return;
    }
    await this.syncs.sync(dirname(path));
  }

  /** A folder that was made is known to its parent for good, or a loss of power would take the file with it. */
  async #makeFolders(folder: string): Promise<void> {
    const outermost = await mkdir(folder, { recursive: true });
    if (outermost === undefined) return;
    for (let made = folder; made.length >= outermost.length; made = dirname(made)) await this.syncs.sync(dirname(made));
  }

  /** Makes what was done in the folder of a file durable. */
  async sync(path: string): Promise<void> {
    await this.syncs.sync(dirname(path));
  }

  /** Removes from a folder, and those below it, what earlier processes left half written. Answers how many files. */
  async sweep(folder: string): Promise<number> {
    let removed = 0;
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const [, process] = TEMPORARY.exec(entry.name) ?? [];
      if (entry.isDirectory()) removed += await this.sweep(path);
      else if (entry.isFile() && process !== undefined && process !== this.#id) {
        removed += await rm(path).then(
          () => 1,
          () => 0,
        );
      }
    }
    return removed;
  }
}

/**
 * Rejects with StorageError if what is at `path`, or the folder of what is not there yet, is not where it is said to be
 * below `root`: behind a link, or under a name that is the same only to a system that knows no case.
 */
export async function checkPlace(root: string, path: string): Promise<void> {
  const real = await realpath(path).catch(async (error: unknown) => {
    if (!isMissing(error)) throw error;
    return join(await realpath(dirname(path)), basename(path));
  });
  if (real === join(await realpath(root), relative(root, path))) return;
  throw new StorageError(
    `${path} is in truth ${real}: a link, or a file whose name differs in upper and lower case only`,
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
