import { MediaError } from '../media/media-error.js';

/** Written by tools now and then; more of them are there to keep the reader busy. */
const MAX_VOID = 65_536;

/** Counts the entries of a table that no sample belongs to: each is read for nothing, and many in one go. */
export class VoidEntries {
  #left = MAX_VOID;

  constructor(private readonly table: string) {}

  /** @throws {MediaError} malformed if there are too many */
  pass(): void {
    if (--this.#left < 0)
      throw new MediaError('malformed', `more than ${MAX_VOID} entries of ${this.table} without samples`);
  }
}
