import { open } from 'node:fs/promises';

/** Makes renames in folders durable. Who asks while a folder is being synced shares the next time with all the others. */
export class FolderSyncs {
  readonly #running = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<void>>();

  constructor(private readonly syncFolder: (folder: string) => Promise<void> = sync) {}

  /** Resolves when everything that was done in the folder before this call is durable. Rejects with system errors. */
  sync(folder: string): Promise<void> {
    const running = this.#running.get(folder);
    if (running === undefined) return this.#start(folder);
    let next = this.#next.get(folder);
    if (next === undefined) {
      const begin = (): Promise<void> => {
        this.#next.delete(folder);
        return this.#start(folder);
      };
      next = running.then(begin, begin);
      this.#next.set(folder, next);
    }
    return next;
  }

  #start(folder: string): Promise<void> {
    const syncing = this.syncFolder(folder).finally(() => this.#running.delete(folder));
    this.#running.set(folder, syncing);
    return syncing;
  }
}

/** Windows cannot, and does not need it. */
async function sync(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
