import type { Clock, Timer } from '../time/clock.js';
import { configurationChanges } from './configuration-changes.js';
import type { ConfigurationChange } from './configuration-changes.js';
import type { ServerConfiguration } from './configuration.js';
import { FolderWatches } from './folder-watches.js';
import type { LoadedConfiguration } from './load-configuration.js';
import type { Problem } from './problem.js';
import { watchFolder } from './watch-folder.js';
import type { WatchFolder } from './watch-folder.js';

/** Milliseconds without a change after which the files are read: an editor may write one in several steps. */
const QUIET = 200;
/** Milliseconds after the first change at which the files are read even if changes go on. */
const PATIENCE = 2000;

export interface ConfigurationListener {
  /** The files are valid. `changes` is empty if they only say the same in another way; `problems` are warnings. */
  changed(
    configuration: ServerConfiguration,
    changes: readonly ConfigurationChange[],
    problems: readonly Problem[],
  ): void;
  /** The files have mistakes; the configuration stays as it was. */
  rejected(problems: readonly Problem[]): void;
  /** Changes in this folder will not be noticed. */
  notWatched(folder: string, error: Error): void;
}

export interface ConfigurationWatcherOptions {
  /** Reads the configuration as the first time. */
  readonly load: () => Promise<LoadedConfiguration>;
  readonly clock: Clock;
  readonly listener: ConfigurationListener;
  /** How folders are watched, by default by the operating system. */
  readonly watchFolder?: WatchFolder;
}

/**
 * Keeps the configuration up to date: loads it again when a file of it changes, if `configuration.watch` says so, and when
 * asked to. A configuration with a mistake is reported and not taken.
 */
export class ConfigurationWatcher {
  readonly #watches: FolderWatches;
  #current: ServerConfiguration;
  #fingerprint: string;
  #running: Promise<void> = Promise.resolve();
  #quiet: Timer | undefined;
  #patience: Timer | undefined;
  #closed = false;

  /** @param first what was loaded when the server started, valid */
  constructor(
    private readonly options: ConfigurationWatcherOptions,
    private readonly first: LoadedConfiguration & { readonly configuration: ServerConfiguration },
  ) {
    this.#current = first.configuration;
    this.#fingerprint = first.fingerprint;
    this.#watches = new FolderWatches(options.watchFolder ?? watchFolder, {
      changed: () => this.#schedule(),
      failed: (path, error) => options.listener.notWatched(path, error),
    });
  }

  /** The newest valid configuration. */
  get configuration(): ServerConfiguration {
    return this.#current;
  }

  /** Begins to watch. */
  start(): Promise<void> {
    return this.#watch(this.first);
  }

  /** Loads the files now, as on SIGHUP, and reports what came of it even if nothing changed. */
  reload(): Promise<void> {
    return this.#inTurn(true);
  }

  /** Stops watching; nothing is reported any more. */
  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#watches.close();
  }

  #schedule(): void {
    if (this.#closed) return;
    const run = (): void => {
      this.#cancel();
      void this.#inTurn(false);
    };
    this.#quiet?.cancel();
    this.#quiet = this.options.clock.after(QUIET, run);
    this.#patience ??= this.options.clock.after(PATIENCE, run);
  }

  #cancel(): void {
    this.#quiet?.cancel();
    this.#patience?.cancel();
    this.#quiet = this.#patience = undefined;
  }

  #inTurn(asked: boolean): Promise<void> {
    this.#running = this.#running.then(() => this.#load(asked));
    return this.#running;
  }

  async #load(asked: boolean): Promise<void> {
    if (this.#closed) return;
    const loaded = await this.options.load();
    if (this.#isClosed()) return;
    if (asked || loaded.fingerprint !== this.#fingerprint) this.#report(loaded);
    this.#fingerprint = loaded.fingerprint;
    await this.#watch(loaded);
  }

  #report({ configuration, problems }: LoadedConfiguration): void {
    if (configuration === undefined) {
      this.options.listener.rejected(problems);
      return;
    }
    const changes = configurationChanges(this.#current, configuration);
    this.#current = configuration;
    this.options.listener.changed(configuration, changes, problems);
  }

  /** A folder that is newly watched may have changed between being read and being watched: so look once more. */
  async #watch({ watched }: LoadedConfiguration): Promise<void> {
    const opened = await this.#watches.set(this.#current.server.configuration.watch ? watched : []);
    if (opened) this.#schedule();
  }

  #isClosed(): boolean {
    return this.#closed;
  }
}
