import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** Files that are open at once, at most: more than that are read in turn, each opened again for it. */
const MAX_OPEN = 512;

/** Neither follows a link nor waits for what is at the other end of a pipe; some systems know neither. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

interface OpenFile {
  readonly handle: Promise<FileHandle>;
  users: number;
  /** To be closed when the last user is done. */
  isOver: boolean;
}

/**
 * The handles of all files that are read, so many at most that the process does not run out of them. The ones
 * that were not used for longest are closed for others.
 */
export class OpenFiles {
  /** By whom they are for; those used last at the end. */
  readonly #open = new Map<object, OpenFile>();
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly maxOpen = MAX_OPEN) {}

  /** Handles that are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Does something with a handle of the file, and waits if too many others do the same.
   *
   * @param owner whom the handle stays open for until {@link close}
   * @param check asked each time that the file has been opened; if it rejects, so does this
   */
  async use<Result>(
    owner: object,
    path: string,
    check: (handle: FileHandle) => Promise<void>,
    work: (handle: FileHandle) => Promise<Result>,
  ): Promise<Result> {
    const file = await this.#take(owner, path, check);
    try {
      return await work(await this.#opened(owner, file));
    } finally {
      file.users--;
      if (file.isOver) closeUnused(file);
      this.#waiting.shift()?.();
    }
  }

  /** Nobody needs the handle any more, as soon as what is under way with it is done. */
  close(owner: object): void {
    const file = this.#open.get(owner);
    if (file === undefined) return;
    this.#open.delete(owner);
    file.isOver = true;
    closeUnused(file);
    this.#waiting.shift()?.();
  }

  async #opened(owner: object, file: OpenFile): Promise<FileHandle> {
    try {
      return await file.handle;
    } catch (error) {
      if (this.#open.get(owner) === file) this.#open.delete(owner);
      throw error;
    }
  }

  async #take(owner: object, path: string, check: (handle: FileHandle) => Promise<void>): Promise<OpenFile> {
    for (;;) {
      const known = this.#open.get(owner);
      if (known !== undefined || this.#hasRoom()) {
        const file = known ?? { handle: openChecked(path, check), users: 0, isOver: false };
        this.#open.delete(owner);
        this.#open.set(owner, file);
        file.users++;
        return file;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Makes room for one more, if there is a handle that nobody uses just now. */
  #hasRoom(): boolean {
    if (this.#open.size < this.maxOpen) return true;
    for (const [owner, { users }] of this.#open) {
      if (users > 0) continue;
      this.close(owner);
      return true;
    }
    return false;
  }
}

function closeUnused({ users, handle }: OpenFile): void {
  if (users > 0) return;
  // One that could not be opened has been told of, and one that cannot be closed is lost either way.
  handle.then((opened) => opened.close()).catch(() => undefined);
}

async function openChecked(path: string, check: (handle: FileHandle) => Promise<void>): Promise<FileHandle> {
  const handle = await open(path, READ_ONLY);
  try {
    await check(handle);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
