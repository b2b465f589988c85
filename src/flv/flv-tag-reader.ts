import type { MediaFile } from '../media/media-file.js';
import { FlvError } from './flv-error.js';
import type { FlvHeader } from './flv-header.js';
import type { FlvPlace, PendingTag } from './flv-parser.js';
import { FlvParser } from './flv-parser.js';
import type { FlvTag } from './flv-tag.js';

export interface FlvTagReaderOptions {
  /** Default: the beginning of the file. */
  readonly from?: FlvPlace;
  /** Bytes to read at first, and after that each time. Default 64 KiB. */
  readonly first?: number;
  readonly block?: number;
  /** What has not come yet is waited for: at the end of a file that grows, nothing is decided about what is not whole. */
  readonly waits?: boolean;
  /** Payloads may be parts of what was read: for those who keep most of it, and all together. */
  readonly shares?: boolean;
}

const BLOCK = 64 * 1024;

/** Reads the tags of a file, from any place on, a block at a time. */
export class FlvTagReader {
  readonly #parser: FlvParser;
  readonly #block: number;
  readonly #waits: boolean;
  readonly #shares: boolean;
  #offset: number;
  #length: number;
  #isOver = false;
  #error: FlvError | undefined;

  constructor(
    private readonly file: MediaFile,
    { from, block = BLOCK, first = block, waits = false, shares = false }: FlvTagReaderOptions = {},
  ) {
    this.#parser = new FlvParser(from === undefined ? {} : { from });
    this.#offset = from?.offset ?? 0;
    this.#length = first;
    this.#block = block;
    this.#waits = waits;
    this.#shares = shares;
  }

  /** Of the next byte that is read from the file. */
  get offset(): number {
    return this.#offset;
  }

  get skippedBytes(): number {
    return this.#parser.skippedBytes;
  }

  /** Why there are no more tags, although the file goes on. */
  get error(): FlvError | undefined {
    return this.#error;
  }

  /** The tag that comes next; undefined if that is not known yet, or if the file does not reach to its end. */
  get pending(): PendingTag | undefined {
    const { pending } = this.#parser;
    return pending !== undefined && pending.end <= this.file.size ? pending : undefined;
  }

  /** What stands at the beginning of the file, once it was read; undefined if there is no signature. */
  get header(): FlvHeader | undefined {
    return this.#parser.header;
  }

  /** The next tag; undefined if {@link more} must be called first. */
  read(): FlvTag | undefined {
    if (this.#error !== undefined) return undefined;
    try {
      return this.#parser.read();
    } catch (error) {
      if (!(error instanceof FlvError)) throw error;
      this.#error = error;
      return undefined;
    }
  }

  /** Reads on; false at the end of the file, where nothing more can be had. */
  async more(): Promise<boolean> {
    if (this.#isOver || this.#error !== undefined) return false;
    if (this.#offset >= this.file.size) return this.#atEnd();
    const bytes = await this.file.read(this.#offset, this.#length);
    this.#length = this.#block;
    if (bytes.length === 0) return this.#atEnd();
    this.#offset += bytes.length;
    this.#parser.receive(bytes, this.#shares);
    return true;
  }

  async #atEnd(): Promise<boolean> {
    const { size } = this.file;
    if (this.#waits && this.file.isGrowing) {
      await this.file.refresh();
      if (this.file.size > size) return true;
      if (this.file.isGrowing) return false;
    }
    this.#isOver = true;
    this.#parser.finish();
    return true;
  }
}
