import type { FileHandle } from 'node:fs/promises';
import type { MediaMessage } from '../media/media-message.js';
import type { RecordingFile } from '../stream/recording-file.js';
import type { Clock } from '../time/clock.js';
import type { AppendOptions } from './append-queue.js';
import { AppendQueue } from './append-queue.js';
import type { RecordingFormat } from './recording-format.js';

/** A file that is open for a recording. */
export interface OpenedRecording {
  readonly handle: FileHandle;
  readonly format: RecordingFormat;
  /** Bytes that it has. */
  readonly size: number;
  /** Called when the first media is in it: gives it its name. */
  begun(): Promise<void>;
}

export interface WrittenFile {
  readonly bytes: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** A file of a recording, from when it is wanted until it is whole. Nobody waits for its disk. */
export class RecordingWriter implements RecordingFile {
  readonly #waiting: MediaMessage[] = [];
  #waitingBytes = 0;
  #opened: { readonly format: RecordingFormat; readonly queue: AppendQueue } | undefined;
  #failure: { readonly error: unknown } | undefined;
  #end: () => void = () => undefined;
  readonly #ended = new Promise<void>((resolve) => (this.#end = resolve));

  constructor(
    private readonly clock: Clock,
    private readonly options: AppendOptions,
    /** Called at once when something goes wrong with the disk: nothing is written from then on. */
    private readonly failed: (error: unknown) => void,
  ) {}

  get queuedBytes(): number {
    return this.#waitingBytes + (this.#opened?.queue.queuedBytes ?? 0);
  }

  write(message: MediaMessage): void {
    if (this.#failure !== undefined) return;
    if (this.#opened !== undefined) return this.#opened.queue.push(this.#opened.format.add(message));
    this.#waiting.push(message);
    this.#waitingBytes += message.payload.length;
  }

  end(): void {
    this.#end();
  }

  /**
   * Writes all that comes to a file, to its end. Rejects with what went wrong; what was written until then is there, and
   * the handle is closed in any case.
   */
  async run(open: () => Promise<OpenedRecording>): Promise<WrittenFile> {
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

  async #fill(opened: OpenedRecording): Promise<WrittenFile> {
    const { handle, format, size } = opened;
    const queue = new AppendQueue(handle, size, this.clock, this.options, (error) => this.#fail(error));
    this.#opened = { format, queue };
    for (const message of this.#waiting.splice(0)) queue.push(format.add(message));
    this.#waitingBytes = 0;
    await this.#flush(queue);
    await opened.begun();
    await this.#ended;
    queue.push(format.tail());
    await this.#flush(queue);
    for (const { offset, bytes } of format.patches(queue.end)) await handle.write(bytes, 0, bytes.length, offset);
    await handle.sync();
    return { bytes: queue.end, duration: format.duration };
  }

  async #flush(queue: AppendQueue): Promise<void> {
    await queue.flush();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#end();
    this.failed(error);
  }
}
