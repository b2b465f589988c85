import type { FileHandle } from 'node:fs/promises';
import type { MediaMessage } from '../media/media-message.js';
import type { RecordingFile } from '../stream/recording-file.js';
import type { Clock, Timer } from '../time/clock.js';
import type { AppendOptions } from './append-queue.js';
import { AppendQueue } from './append-queue.js';
import type { RecordingFormat } from './recording-format.js';
import { StorageError } from './storage-error.js';
import type { WrittenMedia } from './written-media.js';

/** A file that is open for a recording. */
export interface OpenedRecording {
  readonly handle: Pick<FileHandle, 'writev' | 'datasync' | 'write' | 'sync' | 'close'>;
  readonly format: RecordingFormat;
  /** Bytes that it has. */
  readonly size: number;
  /** Called when the first media is in it: gives it its name. */
  begun(): Promise<void>;
}

/** A file of a recording, from when it is wanted until it is whole. Nobody waits for its disk. */
export class RecordingWriter implements RecordingFile {
  /** Until it is known how the file goes on. */
  readonly #messages: MediaMessage[] = [];
  /** Until the file is open. */
  #pieces: Uint8Array[] = [];
  #waitingBytes = 0;
  #queue: AppendQueue | undefined;
  #handle: OpenedRecording['handle'] | undefined;
  #timer: Timer | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;
  #hasMedia = false;
  readonly #begun = new Turn();
  /** The file has its name, or nothing will have one. */
  readonly #named = new Turn();
  readonly #ended = new Turn();

  /** @param format that of a new file; one that goes on tells what it is when it is open */
  constructor(
    private readonly clock: Clock,
    private readonly options: AppendOptions,
    /** Called at once when something goes wrong: nothing is written from then on. */
    private readonly failed: (error: unknown) => void,
    private format?: RecordingFormat,
  ) {}

  get queuedBytes(): number {
    return this.#waitingBytes + (this.#queue?.queuedBytes ?? 0);
  }

  write(message: MediaMessage): boolean {
    if (this.#failure !== undefined) return true;
    const { format } = this;
    if (format !== undefined) return this.#add(format, message);
    this.#messages.push(message);
    this.#waitingBytes += message.payload.length;
    return true;
  }

  async flush(): Promise<boolean> {
    if (this.format?.keepsBack === true && !this.#isOver) this.#push(this.format.flush());
    if (!this.#hasMedia && this.#messages.length === 0) return this.#failure === undefined;
    await this.#named.comes;
    await this.#queue?.flush();
    try {
      await this.#handle?.datasync();
    } catch (error) {
      // Who ends a file waits for the disk too.
      if (!this.#isOver) this.#fail(error);
    }
    return this.#failure === undefined;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer?.cancel();
    if (this.format !== undefined && this.#failure === undefined) this.#finish(this.format);
    this.#ended.come();
    this.#begun.come();
  }

  /**
   * Writes all that comes to a file, to its end. Rejects with what went wrong, with StorageError if there is nothing
   * that the file can have; what was written until then is there, and the handle is closed in any case.
   */
  async run(open: () => Promise<OpenedRecording>): Promise<WrittenMedia> {
    try {
      const opened = await open();
      try {
        return await this.#fill(opened);
      } finally {
        await opened.handle.close();
      }
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  async #fill(opened: OpenedRecording): Promise<WrittenMedia> {
    const { handle, format, size } = opened;
    const flushInterval = format.keepsBack ? 0 : this.options.flushInterval;
    const options = { ...this.options, flushInterval };
    const queue = new AppendQueue(handle, size, this.clock, options, (error) => this.#fail(error));
    this.#queue = queue;
    this.#handle = handle;
    this.#waitingBytes = 0;
    queue.push(this.#pieces.splice(0));
    if (this.format === undefined) {
      this.format = format;
      for (const message of this.#messages.splice(0)) this.#add(format, message);
      if (this.#isOver) this.#finish(format);
    }
    await this.#begun.comes;
    try {
      await this.#flush(queue);
    } finally {
      // A disk that is full may have taken some of it.
      if (queue.end > size) await opened.begun();
      this.#named.come();
    }
    await this.#ended.comes;
    await this.#flush(queue);
    for (const { offset, bytes } of format.patches(queue.end)) await handle.write(bytes, 0, bytes.length, offset);
    await handle.sync();
    return { bytes: queue.end, duration: format.duration };
  }

  #add(format: RecordingFormat, message: MediaMessage): boolean {
    const pieces = format.add(message);
    if (pieces === undefined) return false;
    this.#push(pieces);
    if (format.keepsBack && !this.#isOver) {
      this.#timer ??= this.clock.after(this.options.flushInterval, () => {
        this.#timer = undefined;
        this.#push(format.flush());
      });
    }
    return true;
  }

  #push(pieces: readonly Uint8Array[]): void {
    if (pieces.length === 0) return;
    this.#hasMedia = true;
    if (this.#queue !== undefined) {
      this.#queue.push(pieces);
    } else {
      this.#pieces.push(...pieces);
      for (const { length } of pieces) this.#waitingBytes += length;
    }
    this.#begun.come();
  }

  #finish(format: RecordingFormat): void {
    this.#push(format.tail());
    if (!this.#hasMedia) this.#fail(new StorageError('there is nothing that such a file can have'));
  }

  async #flush(queue: AppendQueue): Promise<void> {
    if (this.#failure === undefined) await queue.flush();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.#messages.length = 0;
    this.#pieces = [];
    this.#waitingBytes = 0;
    this.#timer?.cancel();
    this.#named.come();
    this.end();
    this.failed(error);
  }
}

/** Something that happens once. */
class Turn {
  come: () => void = () => undefined;
  readonly comes = new Promise<void>((resolve) => (this.come = resolve));
}
