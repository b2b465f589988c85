import { join, relative, sep } from 'node:path';
import type { SafeName } from '../application/safe-name.js';
import { parseSafeName } from '../application/safe-name.js';
import type { Logger } from '../log/logger.js';
import type { SharedObjectStore } from '../sharedobject/shared-object-store.js';
import type { Clock } from '../time/clock.js';
import { AtomicFiles } from './atomic-files.js';
import { instanceFolder } from './instance-folder.js';
import { readSharedObject } from './read-shared-object.js';
import { filesBelow } from './recording-bounds.js';
import { SharedObjectFile } from './shared-object-file.js';
import type { WriteTerms } from './shared-object-file.js';
import { SharedObjectFileError } from './shared-object-file-error.js';
import { encodeSharedObject } from './shared-object-format.js';
import { SHARED_OBJECT_EXTENSION, sharedObjectPath } from './shared-object-path.js';
import { WorkSlots } from './work-slots.js';
import { WriteComplaints } from './write-complaints.js';

/** Files that are open at a time, read or written. */
const CONCURRENCY = 4;

/** Where the objects of an application are, and when they are written. */
export interface SharedObjectFolder extends WriteTerms {
  /** The folder of the application, in which each instance has one. */
  readonly folder: string;
}

/** All persistent shared objects on the disks of this machine. */
export class SharedObjectFiles {
  /** Those that something is asked of, or that are to be written, by their path. */
  readonly #files = new Map<string, SharedObjectFile>();
  readonly #slots = new WorkSlots(CONCURRENCY);
  readonly #complaints: WriteComplaints;
  readonly #sweeps = new Set<Promise<void>>();

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly files = new AtomicFiles(),
  ) {
    this.#complaints = new WriteComplaints(clock, logger);
  }

  /** Removes what earlier processes left half written in a folder and those below it. Nobody has to wait for it. */
  sweep(folder: string): void {
    const sweeping = this.files.sweep(folder).then((removed) => {
      this.#sweeps.delete(sweeping);
      if (removed > 0) this.logger.info('files that were half written are removed', { folder, files: removed });
    });
    this.#sweeps.add(sweeping);
  }

  /** The store of one instance. @param settings as they are at the time */
  store(settings: () => SharedObjectFolder, instance: SafeName): SharedObjectStore {
    const { folder } = settings();
    const ofInstance = instanceFolder(folder, instance);
    const file = (name: string): SharedObjectFile => this.#file(settings, folder, instance, name);
    return {
      load: async (name) => file(name).load(),
      touch: (object) => file(object.name).touch(object),
      save: async (object) => file(object.name).save(object),
      remove: async (name) => file(name).remove(),
      names: () => this.#names(ofInstance),
      close: () => this.#flush(ofInstance),
    };
  }

  /** Writes all that waits to be written. Never rejects. */
  async close(): Promise<void> {
    await this.#flush('');
    await Promise.all(this.#sweeps);
  }

  /** Those on the disk, and those that are about to be there. */
  async #names(folder: string): Promise<string[]> {
    const names = new Set(this.#unwritten(folder));
    for await (const { path } of filesBelow(folder)) names.add(nameOf(folder, path));
    for (const name of this.#unwritten(folder)) names.add(name);
    return [...names].filter((name) => parseSafeName(name) !== undefined);
  }

  #unwritten(folder: string): string[] {
    const files = [...this.#files].filter(([path, file]) => file.isUnwritten && path.startsWith(join(folder, '/')));
    return files.map(([path]) => nameOf(folder, path));
  }

  async #flush(folder: string): Promise<void> {
    const files = [...this.#files].filter(([path]) => folder === '' || path.startsWith(join(folder, '/')));
    await Promise.all(
      files.map(([path, file]) =>
        file.flush().catch((error: unknown) => {
          this.logger.error('what changed of a shared object is not on the disk', { path, error });
        }),
      ),
    );
  }

  #file(settings: () => SharedObjectFolder, root: string, instance: SafeName, text: string): SharedObjectFile {
    const name = parseSafeName(text);
    if (name === undefined) throw new SharedObjectFileError('name', 'no file may be called so');
    const path = sharedObjectPath(root, instance, name);
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const { clock, files, logger } = this;
    const means = {
      clock,
      slots: this.#slots,
      read: () => readSharedObject(root, path, name, { files, logger, date: () => clock.date() }),
      write: (content: Parameters<typeof encodeSharedObject>[0]) =>
        files.write(root, path, encodeSharedObject(content)),
      erase: () => files.remove(path),
      failed: (error: unknown) => this.#complaints.failed(path, error),
      settled: () => this.#complaints.settled(path),
      idle: () => void this.#files.delete(path),
    };
    const file = new SharedObjectFile(means, settings);
    this.#files.set(path, file);
    return file;
  }
}

/** Of an object in that folder, whose file that is; empty if it is the file of none. */
function nameOf(folder: string, path: string): string {
  if (!path.endsWith(SHARED_OBJECT_EXTENSION)) return '';
  return relative(folder, path).slice(0, -SHARED_OBJECT_EXTENSION.length).split(sep).join('/');
}
