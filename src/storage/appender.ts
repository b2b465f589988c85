import type { FileHandle } from 'node:fs/promises';
import { concat } from '../bytes/concat.js';

/** Bytes that are written at once. */
const BLOCK = 1024 * 1024;

/** Writes what comes one after another into a file, in large pieces. */
export class Appender {
  #pieces: Uint8Array[] = [];
  #waiting = 0;
  #written = 0;

  constructor(private readonly handle: FileHandle) {}

  /** Bytes of the file with all that was added. */
  get size(): number {
    return this.#written + this.#waiting;
  }

  /** Takes the bytes; a promise, to be waited for, if that has become enough to write. */
  add(pieces: Iterable<Uint8Array>): Promise<void> | undefined {
    for (const piece of pieces) {
      this.#pieces.push(piece);
      this.#waiting += piece.length;
    }
    return this.#waiting >= BLOCK ? this.flush() : undefined;
  }

  /** Writes all that was added. */
  async flush(): Promise<void> {
    const bytes = concat(this.#pieces);
    this.#pieces = [];
    this.#waiting = 0;
    await writeAt(this.handle, bytes, this.#written);
    this.#written += bytes.length;
  }
}

/** Writes all of the bytes at an offset. */
export async function writeAt(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}
