import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';

/** Enough for the header of a fragment of a second, and of the box behind it. */
const BLOCK = 4096;

/** A file that is read from its beginning to its end in small steps: bytes near each other cost one read. */
export class FileWindow {
  #bytes = new Uint8Array(0);
  #offset = 0;

  constructor(readonly file: MediaFile) {}

  /**
   * The bytes at `offset`, fewer where the file ends.
   *
   * @throws {MediaError} if the file cannot be that long
   */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + length, this.file.size);
    if (offset > end) throw new MediaError('truncated', `nothing at ${offset}, the file ends at ${this.file.size}`);
    if (offset < this.#offset || end > this.#offset + this.#bytes.length) {
      const wanted = Math.min(Math.max(length, BLOCK), this.file.size - offset);
      this.#bytes = new Uint8Array(await this.file.read(offset, wanted));
      this.#offset = offset;
    }
    return this.#bytes.subarray(offset - this.#offset, end - this.#offset);
  }

  /** What was read before may be outdated: the file grew. */
  forget(): void {
    this.#bytes = new Uint8Array(0);
  }
}
