import type { MediaFile } from '../../src/media/media-file.js';

/** A media file that lies in memory, may grow, and counts what is read of it. */
export class MemoryMediaFile implements MediaFile {
  /** Whether somebody writes to it; {@link refresh} tells the reader. */
  willGrow: boolean;
  /** How often it was read. */
  reads = 0;
  /** How many bytes were answered. */
  bytesRead = 0;
  /** The most bytes that were asked for at once. */
  largestRead = 0;
  #bytes: Uint8Array;
  #size: number;
  #isGrowing: boolean;

  constructor(
    bytes: Uint8Array,
    readonly version = 'memory',
    isGrowing = false,
  ) {
    this.#bytes = bytes;
    this.#size = bytes.length;
    this.#isGrowing = isGrowing;
    this.willGrow = isGrowing;
  }

  get size(): number {
    return this.#size;
  }

  get isGrowing(): boolean {
    return this.#isGrowing;
  }

  /** Writes at the end; the reader sees it after {@link refresh}. */
  append(bytes: Uint8Array): void {
    const longer = new Uint8Array(this.#bytes.length + bytes.length);
    longer.set(this.#bytes);
    longer.set(bytes, this.#bytes.length);
    this.#bytes = longer;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const isRange = Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 0;
    if (!isRange) return Promise.reject(new RangeError(`read of ${length} bytes at ${offset}`));
    this.reads++;
    this.largestRead = Math.max(this.largestRead, length);
    const bytes = this.#bytes.slice(offset, Math.min(offset + length, this.#size));
    this.bytesRead += bytes.length;
    return Promise.resolve(bytes);
  }

  refresh(): Promise<void> {
    this.#size = this.#bytes.length;
    this.#isGrowing = this.willGrow;
    return Promise.resolve();
  }
}
