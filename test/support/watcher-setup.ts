import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ServerConfiguration } from '../../src/config/configuration.js';
import { ConfigurationWatcher } from '../../src/config/configuration-watcher.js';
import { loadConfiguration } from '../../src/config/load-configuration.js';
import type { LoadedConfiguration } from '../../src/config/load-configuration.js';
import { formatProblem } from '../../src/config/problem.js';
import type { WatchFolder } from '../../src/config/watch-folder.js';
import { configurationFolder } from './configuration-folder.js';
import type { Files } from './configuration-folder.js';
import { ManualClock } from './manual-clock.js';

/** Everything a watcher reports, one line each, and a way to wait for the next. */
export class Reports {
  readonly lines: string[] = [];
  readonly #waiting: (() => void)[] = [];

  add(line: string): void {
    this.lines.push(line);
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  async reach(count: number): Promise<string[]> {
    while (this.lines.length < count) await this.#next();
    return this.lines;
  }

  /** Waits until this line has been reported. */
  async include(line: string): Promise<void> {
    while (!this.lines.includes(line)) await this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

export interface WatcherSetup {
  readonly folder: string;
  readonly server: string;
  readonly clock: ManualClock;
  readonly reports: Reports;
  readonly watcher: ConfigurationWatcher;
  /** Loads begun so far, the first not counted. */
  readonly loads: () => number;
}

/** A watcher of the files of `conf/` and `apps/` in a temporary folder; closed when the test is over. */
export async function watcherSetup(files: Files, watch: WatchFolder): Promise<WatcherSetup> {
  const folder = await configurationFolder({ 'apps/live/': '', ...files });
  const load = () => loadConfiguration({ confDir: join(folder, 'conf'), appsDir: join(folder, 'apps') });
  const first = (await load()) as LoadedConfiguration & { configuration: ServerConfiguration };
  const clock = new ManualClock();
  const reports = new Reports();
  let loads = 0;
  const watcher = new ConfigurationWatcher(
    {
      load: () => {
        loads++;
        return load();
      },
      clock,
      watchFolder: watch,
      listener: {
        changed: (_configuration, changes, problems) => {
          const told = changes.map(({ key, from, to }) => `${key} ${from} → ${to}`);
          reports.add(`changed: ${[...told, ...problems.map(({ message }) => message)].join(', ')}`);
        },
        rejected: (problems) =>
          reports.add(`rejected: ${problems.map(formatProblem).join(', ').replaceAll(`${folder}/`, '')}`),
        notWatched: (path, error) => reports.add(`not watched: ${path.replace(`${folder}/`, '')}: ${error.message}`),
      },
    },
    first,
  );
  onTestFinished(() => watcher.close());
  return { folder, server: join(folder, 'conf/server.yaml'), clock, reports, watcher, loads: () => loads };
}
