import { join, resolve } from 'node:path';
import type { SafeName } from '../application/safe-name.js';
import { parseSafeName } from '../application/safe-name.js';
import type { ApplicationSettings, ServerConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import type { SharedObjectStore } from '../sharedobject/shared-object-store.js';
import { SharedObjectFiles } from '../storage/shared-object-files.js';
import type { SharedObjectFolder } from '../storage/shared-object-files.js';
import type { Clock } from '../time/clock.js';
import { latest } from './latest.js';

/** Makes the store of an instance of an application. */
export type OpenSharedObjects = (instance: SafeName) => SharedObjectStore;

/** Where the applications of the server keep their persistent shared objects, as it is configured. */
export class SharedObjectStores {
  readonly #files: SharedObjectFiles;

  constructor(
    private readonly dataDir: string,
    clock: Clock,
    logger: Logger,
  ) {
    this.#files = new SharedObjectFiles(clock, logger);
  }

  /** @param settings of the application, as they are at the time */
  of(application: SafeName, settings: () => ApplicationSettings): OpenSharedObjects {
    const folder = latest(settings, (present) => sharedObjectFolder(this.dataDir, application, present));
    return (instance) => this.#files.store(folder, instance);
  }

  /** Removes what a crash left half written. It goes on by itself. */
  start({ adaptors }: ServerConfiguration): void {
    const folders = adaptors.flatMap(({ virtualHosts }) =>
      virtualHosts.flatMap((host) =>
        [...host.applicationFolders.keys()].flatMap((name) => {
          const application = parseSafeName(name);
          if (application === undefined) return [];
          return sharedObjectFolder(this.dataDir, application, applicationSettings(host, name)).folder;
        }),
      ),
    );
    for (const folder of new Set(folders)) this.#files.sweep(folder);
  }

  /** Resolves when all that changed is on the disk. */
  close(): Promise<void> {
    return this.#files.close();
  }
}

/** Where the instances of an application keep their objects, each in a folder of its name, and when they are written. */
export function sharedObjectFolder(
  dataDir: string,
  application: SafeName,
  { sharedObjManager: { storageDir, autoCommit } }: ApplicationSettings,
): SharedObjectFolder {
  const folder = storageDir === '' ? join(resolve(dataDir), 'sharedobjects') : resolve(storageDir);
  return { folder: join(folder, application), quiet: autoCommit.quiet, maxDelay: autoCommit.maxDelay };
}
