import { basename, dirname } from 'node:path';
import { FolderWatches } from '../config/folder-watches.js';
import { watchFolder } from '../config/watch-folder.js';
import type { WatchFolder } from '../config/watch-folder.js';
import type { Logger } from '../log/logger.js';
import type { Clock, Timer } from '../time/clock.js';

/** Milliseconds without a change after which the files are read: an editor may write one in several steps. */
const QUIET = 200;

/** Looks whether something was saved that a script is made from. */
export class ScriptWatch {
  readonly #watches: FolderWatches;
  readonly #files = new Map<string, readonly string[]>();
  #quiet: Timer | undefined;
  #isClosed = false;

  constructor(
    private readonly clock: Clock,
    logger: Logger,
    /** Something was saved; of what, whoever is told finds out. */
    private readonly saved: () => void,
    watch: WatchFolder = watchFolder,
  ) {
    this.#watches = new FolderWatches(watch, {
      changed: () => this.#schedule(),
      failed: (folder, error) => logger.warn('scripts in this folder are not watched', { folder, error }),
    });
  }

  /** From now on these files of an application count, and those that are made beside them; none: it runs no more. */
  async set(application: string, files: readonly string[]): Promise<void> {
    if (files.length === 0) this.#files.delete(application);
    else this.#files.set(application, files);
    const names = new Map<string, Set<string>>();
    for (const file of [...this.#files.values()].flat()) {
      const folder = dirname(file);
      const known = names.get(folder);
      if (known === undefined) names.set(folder, new Set([basename(file)]));
      else known.add(basename(file));
    }
    if (!this.#isClosed) await this.#watches.set([...names].map(([path, watched]) => ({ path, names: watched })));
  }

  close(): void {
    this.#isClosed = true;
    this.#quiet?.cancel();
    this.#watches.close();
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#quiet?.cancel();
    this.#quiet = this.clock.after(QUIET, this.saved);
  }
}
