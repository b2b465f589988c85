import { rename, rm } from 'node:fs/promises';
import type { ExistingFile, RecordingNews, RecordingPlace, RecordingWish } from '../application/recording-store.js';
import type { Logger } from '../log/logger.js';
import type { RecordingFile, RecordingHead } from '../stream/recording-file.js';
import type { Clock } from '../time/clock.js';
import { openFlvToAppend, openNewFlv, openNewMp4 } from './open-recording.js';
import type { GrowingFiles } from './growing-files.js';
import type { FolderBounds, RecordingBounds } from './recording-bounds.js';
import { draftOf, recordingPath, sizeOfFile, syncFolderOf } from './recording-folder.js';
import type { RecordingJournal } from './recording-journal.js';
import type { OpenedRecording } from './recording-writer.js';
import { RecordingWriter } from './recording-writer.js';
import { repairFlv } from './repair-flv.js';
import { StorageError } from './storage-error.js';

/** How the files of an application are written, and where. */
export interface RecordingOptions {
  /** The folder of the application, in which each instance has one. */
  readonly folder: string;
  /** Bytes of everything in it; Infinity for no bound. */
  readonly quota: number;
  /** Bytes that must stay free on its disk. */
  readonly minFree: number;
  /** Milliseconds after which what was recorded is in the file. */
  readonly flushInterval: number;
  /** Each write waits for the disk itself. */
  readonly syncWrite: boolean;
}

/** What all recordings share. */
export interface RecordingMeans {
  readonly clock: Clock;
  readonly growing: GrowingFiles;
  readonly bounds: RecordingBounds;
  readonly journal: RecordingJournal;
  /** Resolves when nobody repairs that file any more. */
  repaired(path: string): Promise<void>;
}

/** Somebody else records into the file, or it is being played and would be replaced. */
export class FileInUse extends Error {
  override readonly name = 'FileInUse';
}

/** A file that this recording has for itself. */
interface Claim {
  readonly path: string;
  readonly existing: ExistingFile;
}

/** Names that are tried until one is free. */
const MAX_NAMES = 100_000;

/** The files of one recording, one after the other. */
export class DiskRecording implements RecordingPlace {
  #first: Claim | undefined;
  #sequence = 0;
  #files = 0;
  /** Opening one file waits for that of the one before. */
  #opened: Promise<unknown> = Promise.resolve();
  readonly #writing = new Set<Promise<void>>();
  #unwatch: (() => void) | undefined;

  constructor(
    private readonly wish: RecordingWish,
    private readonly news: RecordingNews,
    private readonly room: RecordingMeans,
    private readonly options: RecordingOptions,
    private readonly logger: Logger,
  ) {}

  /** Claims the first file. Rejects with FileInUse, with StorageError, and with system errors. */
  async begin(): Promise<void> {
    this.#first = await this.#claim(this.wish.existing);
    const bounds: FolderBounds = this.options;
    this.#unwatch = this.room.bounds.watch(bounds, (why) => this.news.failed(why));
  }

  open(head: RecordingHead): RecordingFile {
    const { clock } = this.room;
    const writer = new RecordingWriter(clock, this.options, (error) => {
      this.news.failed(isDiskFull(error) ? 'disk-full' : 'failed', error);
    });
    const writing = this.#write(writer, head, this.#files++).finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
    return writer;
  }

  async close(): Promise<void> {
    this.#unwatch?.();
    await Promise.all(this.#writing);
    if (this.#first !== undefined) this.room.growing.leave(this.#first.path);
    this.#first = undefined;
  }

  /** Never rejects: the writer tells of what goes wrong. */
  async #write(writer: RecordingWriter, head: RecordingHead, index: number): Promise<void> {
    let path: string | undefined;
    const open = async (): Promise<OpenedRecording> => {
      const claim = this.#takeFirst() ?? (await this.#claim('separate'));
      path = claim.path;
      const opened = await this.#open(claim, head, (other) => (path = other));
      return opened;
    };
    const before = this.#opened;
    let isOpen: () => void = () => undefined;
    this.#opened = new Promise<void>((resolve) => (isOpen = resolve));
    try {
      const file = await writer.run(() => before.then(open).finally(isOpen));
      this.news.finished({ path: path!, ...file }, index);
    } catch {
      if (path !== undefined) await this.#salvage(path, index);
    } finally {
      if (path !== undefined) await this.#leave(path);
    }
  }

  #takeFirst(): Claim | undefined {
    const first = this.#first;
    this.#first = undefined;
    return first;
  }

  /** @param moved called if it has to be another file */
  async #open(claim: Claim, head: RecordingHead, moved: (path: string) => void): Promise<OpenedRecording> {
    const { existing, path } = claim;
    const appends = existing === 'append' || existing === 'appendWithGap';
    if (!appends || ((await sizeOfFile(path)) ?? 0) === 0) return this.#openNew(path, head);
    await this.room.journal.enter(path, this.options.syncWrite);
    const opened = await openFlvToAppend(path, head, existing === 'appendWithGap', this.room.clock.date());
    if (opened !== undefined) {
      const { cutBytes } = opened;
      if (cutBytes > 0) this.logger.warn('a recording ended within a frame, which was cut off', { path, cutBytes });
      return { ...opened, begun: () => this.#began(path) };
    }
    await this.#leave(path);
    const beside = await this.#claim('separate');
    moved(beside.path);
    this.logger.warn('a recording is damaged, so nothing is appended to it', { path, instead: beside.path });
    return this.#openNew(beside.path, head);
  }

  async #openNew(path: string, head: RecordingHead): Promise<OpenedRecording> {
    const draft = draftOf(path);
    await this.room.journal.enter(path, this.options.syncWrite);
    await rm(draft, { force: true });
    const opened = this.wish.container === 'mp4' ? await openNewMp4(draft, head) : await openNewFlv(draft, head);
    return {
      ...opened,
      begun: async () => {
        await rename(draft, path);
        if (this.options.syncWrite) await syncFolderOf(path);
        await this.#began(path);
      },
    };
  }

  #began(path: string): Promise<void> {
    this.news.began(path);
    return Promise.resolve();
  }

  /** Makes the best of what was written before something went wrong. */
  async #salvage(path: string, index: number): Promise<void> {
    try {
      await rm(draftOf(path), { force: true });
      if ((await sizeOfFile(path)) === undefined) return;
      const { size: bytes, duration, cutBytes } = await repairFlv(path);
      this.logger.info('what was recorded is kept', { path, bytes, duration, cutBytes });
      this.news.finished({ path, bytes, duration }, index);
    } catch (error) {
      this.logger.error('a recording cannot be repaired', { path, error });
    }
  }

  async #leave(path: string): Promise<void> {
    this.room.growing.leave(path);
    await this.room.journal.leave(path).catch((error: unknown) => {
      this.logger.warn('the journal of recordings cannot be written', { path, error });
    });
  }

  /** Takes the next name; of those that must not touch what is there, the next free one. */
  async #claim(existing: ExistingFile): Promise<Claim> {
    const root = `${this.options.folder}/${this.wish.instance}`;
    while (this.#sequence < MAX_NAMES) {
      const name = this.wish.name(++this.#sequence);
      if (name === undefined) throw new StorageError('no file may have the name that the recording would get');
      const path = await recordingPath(root, name, `.${this.wish.container}`);
      await this.room.repaired(path);
      if (existing === 'separate' && (await sizeOfFile(path)) !== undefined) continue;
      if (existing === 'replace' && this.room.growing.readers(path) > 0) {
        throw new FileInUse(`${path} is being played`);
      }
      if (this.room.growing.enter(path)) return { path, existing };
      if (existing !== 'separate') throw new FileInUse(`${path} is being recorded`);
    }
    throw new StorageError(`no name is free among ${MAX_NAMES}`);
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
