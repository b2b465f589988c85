import type { HeldMedia, MediaLibrary } from '../application/media-library.js';
import type { SafeName } from '../application/safe-name.js';
import type { StreamName } from '../application/stream-name.js';
import type { VirtualDirectory } from '../application/virtual-directory.js';
import type { Logger } from '../log/logger.js';
import { MediaError } from '../media/media-error.js';
import { findFile } from './find-file.js';
import type { FoundFile } from './find-file.js';
import { instanceFolder } from './instance-folder.js';
import { mediaFileNames } from './media-names.js';
import type { SharedSources } from './shared-sources.js';
import { StorageError } from './storage-error.js';
import type { MediaPlace } from './virtual-directories.js';
import { virtualPlaces } from './virtual-directories.js';

/** Where the recorded media of an application is, in the order in which it is looked for. */
export interface MediaFolders {
  readonly directories: readonly VirtualDirectory[];
  /** The media folder of the application. */
  readonly media: string;
  /** The folder of its recordings, in which each instance has one. */
  readonly recordings: string;
  /** Whether links may lead out of these folders. */
  readonly followLinks: boolean;
}

/** Recorded media in folders. Nothing outside of them is ever opened, and who asks for it is not told that it is there. */
export class FolderLibrary implements MediaLibrary {
  constructor(
    private readonly folders: MediaFolders,
    private readonly sources: SharedSources,
    private readonly logger: Logger,
  ) {}

  async open(
    instance: SafeName,
    stream: StreamName,
    virtualKey?: string,
    directories: readonly VirtualDirectory[] = [],
  ): Promise<HeldMedia | undefined> {
    const places = [
      ...virtualPlaces(directories, stream.name, virtualKey),
      ...this.#places(instance, stream.name, virtualKey),
    ];
    let found = await this.#find(instance, stream, places);
    for (let isAgain = false; found !== undefined; isAgain = true) {
      try {
        return await this.sources.hold(found, stream.type === 'id3' ? 'tags' : 'media');
      } catch (error) {
        if (error instanceof MediaError) {
          throw new MediaError(error.code, `${found.path}: ${error.message}`, { cause: error });
        }
        if (!isUnreadable(error)) throw error;
        if (isAgain || !(error instanceof StorageError)) {
          this.logger.warn('recorded media cannot be read', { instance, file: found.path, error });
          return undefined;
        }
      }
      // It is not what was found: another has taken its place, or a recording has ended in it.
      found = await this.#find(instance, stream, places);
    }
    return undefined;
  }

  async #find(instance: SafeName, stream: StreamName, places: readonly MediaPlace[]): Promise<FoundFile | undefined> {
    for (const { dir, path } of places) {
      for (const name of mediaFileNames(stream.type, path)) {
        const found = await findFile(dir, name, this.folders.followLinks);
        if (found === undefined) continue;
        if ('path' in found) return found;
        this.logger.warn('recorded media is not played', { instance, folder: dir, file: name, rule: found.rule });
      }
    }
    return undefined;
  }

  #places(instance: SafeName, name: SafeName, virtualKey: string | undefined): MediaPlace[] {
    const { directories, media, recordings } = this.folders;
    return [
      ...virtualPlaces(directories, name, virtualKey),
      { dir: media, path: name },
      { dir: instanceFolder(recordings, instance), path: name },
    ];
  }
}

/** The system refuses it, or it is gone since it was found. */
function isUnreadable(error: unknown): boolean {
  return error instanceof StorageError || (error instanceof Error && 'syscall' in error);
}
