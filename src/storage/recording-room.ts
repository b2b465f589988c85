import { rm } from 'node:fs/promises';
import { extname, relative, sep } from 'node:path';
import type {
  RecordedName,
  RecordingNews,
  RecordingPlace,
  RecordingStore,
  RecordingWish,
} from '../application/recording-store.js';
import type { Refusal } from '../application/refusal.js';
import type { SafeName } from '../application/safe-name.js';
import { parseSafeName } from '../application/safe-name.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import { findMediaFiles } from './find-media-files.js';
import type { GrowingFiles } from './growing-files.js';
import { instanceFolder } from './instance-folder.js';
import { Mp4Finisher } from './mp4-finisher.js';
import type { Overrun } from './recording-bounds.js';
import { RecordingBounds } from './recording-bounds.js';
import { recordingPath, sizeOfFile } from './recording-folder.js';
import { RecordingJournal } from './recording-journal.js';
import type { RecordingMeans, RecordingOptions } from './recording-place.js';
import { mendRecording } from './recording-mender.js';
import { DiskRecording, FileInUse } from './recording-place.js';

/** All that is recorded to the disks of this machine. */
export class RecordingRoom implements RecordingMeans {
  readonly journal: RecordingJournal;
  readonly finisher: Mp4Finisher;
  readonly #repairs = new Map<string, Promise<void>>();
  readonly #recordings = new Set<DiskRecording>();

  /** @param dataDir the folder that holds what the server keeps */
  constructor(
    dataDir: string,
    readonly clock: Clock,
    readonly growing: GrowingFiles,
    private readonly logger: Logger,
    readonly bounds = new RecordingBounds(clock),
  ) {
    this.journal = new RecordingJournal(dataDir);
    this.finisher = new Mp4Finisher(growing, this.journal, logger);
  }

  /** Repairs what a crash interrupted. Resolves when it is known what that is; the rest goes on by itself. */
  async start(): Promise<void> {
    for (const path of await this.journal.left()) {
      if (!this.growing.enter(path)) continue;
      const repair = this.#repair(path).finally(() => {
        this.growing.leave(path);
        this.#repairs.delete(path);
      });
      this.#repairs.set(path, repair);
    }
  }

  /** Resolves when nobody repairs that file any more. */
  async repaired(path: string): Promise<void> {
    await this.#repairs.get(path);
  }

  /** Where the recordings of an application go. */
  store(options: RecordingOptions): RecordingStore {
    return {
      reserve: (wish, news) => this.#reserve(wish, news, options),
      erase: (instance, name, extension) =>
        this.#erase(instanceFolder(options.folder, instance), name, `.${extension}`),
      list: (instance) => this.#list(instanceFolder(options.folder, instance)),
    };
  }

  /** Resolves when everything that was recorded is whole. The recordings must have been ended. */
  async close(): Promise<void> {
    await Promise.all([...this.#recordings].map((recording) => recording.close()));
    await Promise.all(this.#repairs.values());
  }

  async #reserve(
    wish: RecordingWish,
    news: RecordingNews,
    options: RecordingOptions,
  ): Promise<RecordingPlace | Refusal> {
    try {
      const own = { ...options, syncWrite: options.syncWrite || wish.syncWrite === true };
      const recording = new DiskRecording(wish, news, this, own, this.logger);
      await recording.begin();
      const overrun = await this.bounds.overrun(options);
      if (overrun !== undefined) {
        await recording.close();
        return OVERRUN[overrun];
      }
      this.#recordings.add(recording);
      return {
        open: (head) => recording.open(head),
        close: () => recording.close().finally(() => this.#recordings.delete(recording)),
      };
    } catch (error) {
      if (error instanceof FileInUse) return inUse(error);
      this.logger.error('nothing can be recorded', { folder: options.folder, error });
      return { rule: 'the disk', reason: 'failed', description: 'The recording could not be begun.' };
    }
  }

  async #erase(root: string, name: SafeName, extension: string): Promise<boolean> {
    try {
      const path = await recordingPath(root, name, extension);
      await this.repaired(path);
      if ((await sizeOfFile(path)) === undefined || this.growing.readers(path) > 0) return false;
      if (!this.growing.enter(path)) return false;
      await rm(path).finally(() => this.growing.leave(path));
      this.logger.info('a recording was deleted', { path });
      return true;
    } catch (error) {
      this.logger.warn('a recording cannot be deleted', { name, error });
      return false;
    }
  }

  async #list(root: string): Promise<RecordedName[]> {
    const names: RecordedName[] = [];
    try {
      for await (const path of findMediaFiles(root)) {
        const extension = extname(path);
        const name = parseSafeName(relative(root, path).slice(0, -extension.length).replaceAll(sep, '/'));
        if (name !== undefined) names.push({ name, extension: extension.slice(1).toLowerCase() });
      }
    } catch (error) {
      const isNone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isNone) this.logger.warn('the recordings of an instance cannot be listed', { folder: root, error });
    }
    return names;
  }

  /** Never rejects. */
  async #repair(path: string): Promise<void> {
    try {
      const mended = await mendRecording(path, this.finisher);
      if (mended !== undefined) {
        this.logger.warn('a recording was interrupted, and is repaired', { ...mended });
      }
      await this.journal.leave(path);
    } catch (error) {
      this.logger.error('a recording was interrupted, and cannot be repaired', { path, error });
    }
  }
}

const OVERRUN: Readonly<Record<Overrun, Refusal>> = {
  quota: {
    rule: 'streamManager.recording.quota',
    reason: 'limit',
    description: 'The recordings of this application take all the room that they may.',
  },
  'disk-full': {
    rule: 'streamManager.recording.minFreeSpace',
    reason: 'limit',
    description: 'There is too little room on the disk.',
  },
};

function inUse({ message }: FileInUse): Refusal {
  return { rule: message, reason: 'taken', description: 'The file is in use.' };
}
