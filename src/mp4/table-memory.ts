import { MediaError } from '../media/media-error.js';

/** The memory that the samples of one file may take, of all its tracks together. */
export class TableMemory {
  #used = 0;

  /** @param most in bytes */
  constructor(readonly most = Infinity) {}

  /**
   * Takes memory, or gives it back.
   *
   * @throws {MediaError} malformed if there is no more; then nothing was taken
   */
  take(bytes: number): void {
    if (this.#used + bytes > this.most)
      throw new MediaError('malformed', `samples beyond ${this.most} bytes of memory`);
    this.#used += bytes;
  }
}
