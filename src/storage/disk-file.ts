import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { GrowingFiles } from './growing-files.js';
import type { OpenFiles } from './open-files.js';
import type { SharedFile } from './shared-file.js';
import { StorageError } from './storage-error.js';

/**
 * A file of the disk. Its version is that of the moment at which it was found: that of a file that grows does
 * not change while it does, so that what was read of it stays good.
 */
export class DiskFile implements SharedFile {
  #size: number;
  #isGrowing: boolean;
  #isHeld = false;
  #isAsFound: boolean;
  #stopReading: () => void = () => undefined;

  private constructor(
    readonly path: string,
    readonly version: string,
    private readonly facts: BigIntStats,
    private readonly writing: string | undefined,
    private readonly growing: GrowingFiles,
    private readonly files: OpenFiles,
  ) {
    this.#size = Number(facts.size);
    this.#isGrowing = writing !== undefined;
    this.#isAsFound = this.#isGrowing;
  }

  /**
   * @param path a real one: links are not followed
   * @param facts of the file as it lies there now
   */
  static of(path: string, facts: BigIntStats, growing: GrowingFiles, files: OpenFiles): DiskFile {
    const writing = growing.writing(path);
    return new DiskFile(path, fileVersion(facts, writing), facts, writing, growing, files);
  }

  get size(): number {
    return this.#size;
  }

  get isGrowing(): boolean {
    return this.#isGrowing;
  }

  /**
   * Rejects with StorageError if another file lies there now, or if it was written to between being found and being
   * read for the first time; and with the error of the system.
   */
  read(offset: number, length: number): Promise<Uint8Array> {
    const isRange = Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 0;
    if (!isRange) return Promise.reject(new RangeError(`read of ${length} bytes at ${offset}`));
    const available = Math.max(0, Math.min(length, this.#size - offset));
    if (available === 0) return Promise.resolve(new Uint8Array(0));
    return this.#use((handle) => readAt(handle, offset, available));
  }

  async refresh(): Promise<void> {
    // Asked first: what is not written to any more has its last size.
    const isGrowing = this.writing !== undefined && this.growing.writing(this.path) === this.writing;
    const { size } = await this.#use((handle) => handle.stat());
    this.#size = size;
    this.#isGrowing = isGrowing;
  }

  /** Its handle stays open from the next read on, until {@link release}, and nobody may overwrite it. */
  hold(): void {
    if (!this.#isHeld) this.#stopReading = this.growing.read(this.path);
    this.#isHeld = true;
  }

  /** Lets go of its handle. It can still be read: then it is opened for that. */
  release(): void {
    this.#isHeld = false;
    this.#stopReading();
    this.files.close(this);
  }

  async #use<Result>(work: (handle: FileHandle) => Promise<Result>): Promise<Result> {
    const check = async (handle: FileHandle): Promise<void> => {
      const { dev, ino, size, mtimeNs } = await handle.stat({ bigint: true });
      if (dev !== this.facts.dev || ino !== this.facts.ino) throw new StorageError(`${this.path} is another file now`);
      // It may have been a recording that ended just then: its size would be taken for the last.
      this.#isAsFound ||= size === this.facts.size && mtimeNs === this.facts.mtimeNs;
      if (!this.#isAsFound) throw new StorageError(`${this.path} has changed since it was found`);
    };
    try {
      return await this.files.use(this, this.path, check, work);
    } finally {
      if (!this.#isHeld) this.files.close(this);
    }
  }
}

/**
 * What changes when a file does.
 *
 * @param writing what tells this writing to it from others; undefined if nobody writes
 */
export function fileVersion({ dev, ino, size, mtimeNs }: BigIntStats, writing: string | undefined): string {
  return writing === undefined ? `${dev}-${ino}-${size}-${mtimeNs}` : `${dev}-${ino}-growing-${writing}`;
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  // Whole and its own, because parts of it are kept; no Buffer, because those below slice it as an array.
  const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}
