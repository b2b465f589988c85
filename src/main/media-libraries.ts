import { join, resolve } from 'node:path';
import type { MediaLibrary } from '../application/media-library.js';
import type { SafeName } from '../application/safe-name.js';
import type { ApplicationSettings } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import { FolderLibrary } from '../storage/folder-library.js';
import type { SharedSources } from '../storage/shared-sources.js';

/** Makes the libraries of applications. */
export interface MediaLibraries {
  /**
   * The recorded media of an application.
   *
   * @param folder of the application
   */
  of(application: SafeName, folder: string, settings: ApplicationSettings): MediaLibrary;
}

/** There is no recorded media anywhere. */
export const noMedia: MediaLibraries = { of: () => ({ open: () => Promise.resolve(undefined) }) };

/** The folders that the configuration names. */
export class ConfiguredLibraries implements MediaLibraries {
  constructor(
    private readonly dataDir: string,
    private readonly sources: SharedSources,
    private readonly logger: Logger,
  ) {}

  of(application: SafeName, folder: string, settings: ApplicationSettings): MediaLibrary {
    const { streams, followLinks } = settings.streamManager;
    const folders = {
      directories: streams.map(({ prefix, dir, virtualKey }) => ({ prefix, dir: resolve(dir), virtualKey })),
      media: join(folder, 'media'),
      recordings: recordingsFolder(this.dataDir, application, settings),
      followLinks,
    };
    return new FolderLibrary(folders, this.sources, this.logger.child({ application }));
  }
}

/** Where the instances of an application record to, each to a folder of its name. */
export function recordingsFolder(dataDir: string, application: SafeName, settings: ApplicationSettings): string {
  const { storageDir } = settings.streamManager;
  return join(storageDir === '' ? join(resolve(dataDir), 'streams') : resolve(storageDir), application);
}
