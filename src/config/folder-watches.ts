import { stat } from 'node:fs/promises';
import type { WatchedFolder } from './configuration-files.js';
import type { FolderWatch, WatchFolder } from './watch-folder.js';

interface Listener {
  /** Something of a watched folder changed. */
  changed(): void;
  /** A folder is not watched. */
  failed(path: string, error: Error): void;
}

interface OpenWatch {
  folder: WatchedFolder;
  readonly watch: FolderWatch;
}

/** The set of folders that are watched. A folder that was replaced by another of its name is watched anew. */
export class FolderWatches {
  readonly #open = new Map<string, OpenWatch>();
  #closed = false;

  constructor(
    private readonly watchFolder: WatchFolder,
    private readonly listener: Listener,
  ) {}

  /** Watches just these folders from now on; those that do not exist are left out. Answers whether a watch was opened. */
  async set(folders: readonly WatchedFolder[]): Promise<boolean> {
    const wanted = new Map<string, WatchedFolder>();
    for (const folder of folders) {
      const identity = await identityOf(folder.path);
      if (identity !== undefined) wanted.set(identity, folder);
    }
    for (const identity of this.#open.keys()) {
      if (!wanted.has(identity)) this.#drop(identity);
    }
    return [...wanted].filter(([identity, folder]) => this.#watch(identity, folder)).length > 0;
  }

  close(): void {
    this.#closed = true;
    for (const identity of this.#open.keys()) this.#drop(identity);
  }

  #watch(identity: string, folder: WatchedFolder): boolean {
    if (this.#closed) return false;
    const open = this.#open.get(identity);
    if (open !== undefined) {
      open.folder = folder;
      return false;
    }
    try {
      const watch = this.watchFolder(
        folder.path,
        (name) => {
          const names = this.#open.get(identity)?.folder.names;
          if (name === undefined || names === undefined || names.has(name)) this.listener.changed();
        },
        (error) => {
          this.#drop(identity);
          this.listener.failed(folder.path, error);
        },
      );
      this.#open.set(identity, { folder, watch });
      return true;
    } catch (error) {
      this.listener.failed(folder.path, error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  }

  #drop(identity: string): void {
    this.#open.get(identity)?.watch.close();
    this.#open.delete(identity);
  }
}

async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path);
    return `${dev} ${ino} ${path}`;
  } catch {
    return undefined;
  }
}
