import type { FileHandle } from 'node:fs/promises';
import type { Clock, Timer } from '../time/clock.js';

/** Bytes that do not wait for others to come, and that are written at once at most. */
const FLUSH_SIZE = 256 * 1024;
const MAX_WRITE = 1024 * 1024;
/** What systems take in one call (IOV_MAX). */
const MAX_PIECES = 1024;

export interface AppendOptions {
  /** Milliseconds after which what was appended is in the file. */
  readonly flushInterval: number;
  /** Each write waits until the disk itself has what was written. */
  readonly syncWrite: boolean;
}

/** Appends to a file without anybody waiting for it: a write at a time, of all that came meanwhile. */
export class AppendQueue {
  #pieces: Uint8Array[] = [];
  #queued = 0;
  #writing: Promise<void> | undefined;
  #timer: Timer | undefined;
  #isBroken = false;

  constructor(
    private readonly handle: Pick<FileHandle, 'writev' | 'datasync'>,
    /** Where it appends; after it everything that is in the file. */
    private position: number,
    private readonly clock: Clock,
    private readonly options: AppendOptions,
    /** Called once: nothing is written any more. */
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Bytes that are not in the file yet. */
  get queuedBytes(): number {
    return this.#queued;
  }

  /** Bytes of the file. */
  get end(): number {
    return this.position;
  }

  push(pieces: readonly Uint8Array[]): void {
    if (this.#isBroken) return;
    for (const piece of pieces) {
      if (piece.length === 0) continue;
      this.#pieces.push(piece);
      this.#queued += piece.length;
    }
    if (this.#queued >= FLUSH_SIZE) this.#start();
    else if (this.#queued > 0) this.#timer ??= this.clock.after(this.options.flushInterval, () => this.#start());
  }

  /** Resolves when all that was pushed is in the file, or never will be. */
  async flush(): Promise<void> {
    while (this.#queued > 0 && !this.#isBroken) {
      this.#start();
      await this.#writing;
    }
    this.#stopTimer();
  }

  #start(): void {
    this.#stopTimer();
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    try {
      do {
        const pieces = this.#take();
        const size = sizeOf(pieces);
        await writeAll(this.handle, pieces, this.position);
        if (this.options.syncWrite) await this.handle.datasync();
        this.position += size;
        this.#queued -= size;
      } while (this.#queued >= FLUSH_SIZE);
      if (this.#queued > 0) this.#timer ??= this.clock.after(this.options.flushInterval, () => this.#start());
    } catch (error) {
      this.#isBroken = true;
      this.#pieces = [];
      this.#queued = 0;
      this.failed(error);
    }
  }

  #take(): Uint8Array[] {
    let count = 0;
    for (let size = 0; count < this.#pieces.length && count < MAX_PIECES && size < MAX_WRITE; count++) {
      size += this.#pieces[count]!.length;
    }
    return this.#pieces.splice(0, count);
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

/** Writes all of it, even if the system takes it in parts. */
async function writeAll(handle: Pick<FileHandle, 'writev'>, pieces: Uint8Array[], position: number): Promise<void> {
  for (let left = pieces; left.length > 0;) {
    const { bytesWritten } = await handle.writev(left, position);
    position += bytesWritten;
    left = without(left, bytesWritten);
  }
}

function without(pieces: Uint8Array[], written: number): Uint8Array[] {
  let first = 0;
  while (first < pieces.length && written >= pieces[first]!.length) written -= pieces[first++]!.length;
  const left = pieces.slice(first);
  if (written > 0) left[0] = left[0]!.subarray(written);
  return left;
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
