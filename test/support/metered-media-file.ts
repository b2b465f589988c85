import { MemoryMediaFile } from './memory-media-file.js';

/**
 * A media file in memory that measures for how long its reader works between two reads: as long as that all others
 * of the process wait.
 */
export class MeteredMediaFile extends MemoryMediaFile {
  #longest = 0;
  #since = performance.now();

  /** Milliseconds of the longest turn, the one that goes on among them. */
  get longestTurn(): number {
    return Math.max(this.#longest, performance.now() - this.#since);
  }

  override async read(offset: number, length: number): Promise<Uint8Array> {
    this.#end();
    const bytes = await super.read(offset, length);
    this.#since = performance.now();
    return bytes;
  }

  /** Others have their turn, without a read. */
  readonly pause = async (): Promise<void> => {
    this.#end();
    await Promise.resolve();
    this.#since = performance.now();
  };

  #end(): void {
    this.#longest = this.longestTurn;
    this.#since = performance.now();
  }
}
