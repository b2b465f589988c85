import { open, rename, rm, stat } from 'node:fs/promises';
import type { RecordedFile } from '../application/recording-facts.js';
import type { ExistingFile, RecordingNews, RecordingPlace, RecordingWish } from '../application/recording-store.js';
import type { Logger } from '../log/logger.js';
import type { RecordingFile, RecordingHead } from '../stream/recording-file.js';
import type { Clock } from '../time/clock.js';
import { FlvRecording } from './flv-recording.js';
import type { GrowingFiles } from './growing-files.js';
import { instanceFolder } from './instance-folder.js';
import type { Mp4Finisher } from './mp4-finisher.js';
import { Mp4Recording } from './mp4-recording.js';
import { openFlvToAppend } from './open-recording.js';
import type { FolderBounds, RecordingBounds } from './recording-bounds.js';
import { appendixOf, draftOf, findAppendix, recordingPath, sizeOfFile, syncFolderOf } from './recording-folder.js';
import type { RecordingFormat } from './recording-format.js';
import type { RecordingJournal } from './recording-journal.js';
import { mendRecording } from './recording-mender.js';
import type { OpenedRecording } from './recording-writer.js';
import { RecordingWriter } from './recording-writer.js';
import { StorageError } from './storage-error.js';
import type { WrittenMedia } from './written-media.js';

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
  readonly finisher: Mp4Finisher;
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
  /** What was said already that is not in the files. */
  readonly #losses = new Set<string>();
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
    const format = this.wish.container === 'mp4' ? this.#mp4(head) : undefined;
    const failed = (error: unknown) => this.news.failed(isDiskFull(error) ? 'disk-full' : 'failed', error);
    const writer = new RecordingWriter(clock, this.options, failed, format);
    const writing = this.#write(writer, head, format, this.#files++).finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
    return writer;
  }

  async close(): Promise<void> {
    this.#unwatch?.();
    await Promise.all(this.#writing);
    if (this.#first !== undefined) this.room.growing.leave(this.#first.path);
    this.#first = undefined;
  }

  #mp4(head: RecordingHead): Mp4Recording {
    return new Mp4Recording(head, this.options.flushInterval, ({ kind, codec, track }) => {
      if (this.#losses.has(`${kind} ${track}`)) return;
      this.#losses.add(`${kind} ${track}`);
      const mend = 'record as FLV (streamManager.recording.format: flv)';
      this.logger.warn(kind === 'no-track' ? 'nothing of a stream can be in an MP4' : 'a track cannot be in an MP4', {
        ...{ codec, track, mend },
      });
    });
  }

  /** Never rejects: the writer tells of what goes wrong. */
  async #write(
    writer: RecordingWriter,
    head: RecordingHead,
    format: Mp4Recording | undefined,
    index: number,
  ): Promise<void> {
    let path: string | undefined;
    const open = async (): Promise<OpenedRecording> => {
      const claim = this.#takeFirst() ?? (await this.#claim('separate'));
      path = claim.path;
      return format === undefined
        ? this.#openFlv(claim, head, (other) => (path = other))
        : this.#openMp4(claim, format);
    };
    const before = this.#opened;
    let isOpen: () => void = () => undefined;
    this.#opened = new Promise<void>((resolve) => (isOpen = resolve));
    const written = await writer.run(() => before.then(open).finally(isOpen)).catch(() => undefined);
    if (path === undefined) return;
    this.room.growing.grown(path);
    await this.#finish(path, written, index);
  }

  #takeFirst(): Claim | undefined {
    const first = this.#first;
    this.#first = undefined;
    return first;
  }

  /** @param moved called if it has to be another file */
  async #openFlv(claim: Claim, head: RecordingHead, moved: (path: string) => void): Promise<OpenedRecording> {
    const { path } = claim;
    const appended = await this.#appended(claim);
    await this.room.journal.enter(path, this.options.syncWrite);
    if (appended === undefined) return this.#opening(path, FlvRecording.begin(head));
    const opened = await openFlvToAppend(path, head, appended.gap);
    if (opened !== undefined) {
      const { cutBytes } = opened;
      if (cutBytes > 0) this.logger.warn('a recording ended within a frame, which was cut off', { path, cutBytes });
      return { ...opened, begun: () => this.#began(path) };
    }
    await this.#leave(path);
    const beside = await this.#claim('separate');
    moved(beside.path);
    this.logger.warn('a recording is damaged, so nothing is appended to it', { path, instead: beside.path });
    await this.room.journal.enter(beside.path, this.options.syncWrite);
    return this.#opening(beside.path, FlvRecording.begin(head));
  }

  /** What is appended to an MP4 is written beside, and the file stays as it is until all of it is there. */
  async #openMp4(claim: Claim, format: Mp4Recording): Promise<OpenedRecording> {
    const { path } = claim;
    const appended = await this.#appended(claim);
    await this.room.journal.enter(path, this.options.syncWrite);
    if (appended === undefined) return this.#opening(path, format);
    this.room.growing.grown(path);
    const handle = await open(appendixOf(path, appended.gap).path, 'wx');
    return { handle, format, size: 0, begun: () => this.#began(path) };
  }

  /** Milliseconds to leave free behind the file that is there; undefined if nothing is appended to it. */
  async #appended({ path, existing }: Claim): Promise<{ readonly gap: number } | undefined> {
    if (existing !== 'append' && existing !== 'appendWithGap') return undefined;
    const facts = await stat(path).catch(() => undefined);
    if (facts === undefined || facts.size === 0) return undefined;
    const passed = Math.max(0, Math.round(this.room.clock.date() - facts.mtimeMs));
    return { gap: existing === 'appendWithGap' ? passed : 0 };
  }

  async #opening(path: string, format: RecordingFormat): Promise<OpenedRecording> {
    const draft = draftOf(path);
    await rm(draft, { force: true });
    const handle = await open(draft, 'wx');
    const begun = async (): Promise<void> => {
      await rename(draft, path);
      if (this.options.syncWrite) await syncFolderOf(path);
      await this.#began(path);
    };
    return { handle, format, size: 0, begun };
  }

  #began(path: string): Promise<void> {
    this.news.began(path);
    return Promise.resolve();
  }

  /**
   * Makes a finished file of what was written, and the best of what was written before something went wrong.
   *
   * @param written undefined if something did
   */
  async #finish(path: string, written: WrittenMedia | undefined, index: number): Promise<void> {
    try {
      const isDone = written !== undefined && this.wish.container === 'flv';
      const file = isDone ? { path, ...written } : await mendRecording(path, this.room.finisher);
      if (written === undefined && file !== undefined) this.logger.info('what was recorded is kept', { ...file });
      if (file !== undefined) this.#tell(file, index);
      await this.#leave(path);
    } catch (error) {
      this.logger.error('a recording cannot be finished before the next start', { path, error });
      // In fragments it is all there, unless it was to be appended.
      const isThere = written !== undefined && (await findAppendix(path).catch(() => undefined)) === undefined;
      if (isThere) this.#tell({ path, ...written }, index);
      this.room.growing.leave(path);
    }
  }

  #tell({ path, bytes, duration }: RecordedFile, index: number): void {
    this.news.finished({ path, bytes, duration }, index);
  }

  async #leave(path: string): Promise<void> {
    this.room.growing.leave(path);
    await this.room.journal.leave(path).catch((error: unknown) => {
      this.logger.warn('the journal of recordings cannot be written', { path, error });
    });
  }

  /** Takes the next name; of those that must not touch what is there, the next free one. */
  async #claim(existing: ExistingFile): Promise<Claim> {
    const root = instanceFolder(this.options.folder, this.wish.instance);
    while (this.#sequence < MAX_NAMES) {
      const name = this.wish.name(++this.#sequence);
      if (name === undefined) throw new StorageError('no file may have the name that the recording would get');
      const path = await recordingPath(root, name, `.${this.wish.extension}`);
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
