import type { MediaFile } from '../media/media-file.js';

interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const KEPT = 2;

/** A file that keeps what was read of it last, for those who look back a little. */
export class RecentBlocks implements MediaFile {
  readonly #blocks: Block[] = [];

  constructor(private readonly file: MediaFile) {}

  get size(): number {
    return this.file.size;
  }

  get version(): string {
    return this.file.version;
  }

  get isGrowing(): boolean {
    return this.file.isGrowing;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = await this.file.read(offset, length);
    this.#blocks.push({ offset, bytes });
    if (this.#blocks.length > KEPT) this.#blocks.shift();
    return bytes;
  }

  refresh(): Promise<void> {
    return this.file.refresh();
  }

  /** The unsigned number of 32 bits at `offset`; undefined if the file ends before. */
  async u32(offset: number): Promise<number | undefined> {
    const block = this.#blocks.find(({ offset: from, bytes }) => offset >= from && offset + 4 <= from + bytes.length);
    const bytes = block?.bytes.subarray(offset - block.offset) ?? (await this.file.read(offset, 4));
    if (bytes.length < 4) return undefined;
    return ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0;
  }
}
