import type { MediaFile } from '../media/media-file.js';

/** Reads of files that are under way: who asks for the same bytes meanwhile is given those. */
export class SharedReads {
  readonly #underWay = new WeakMap<MediaFile, Map<string, Promise<Uint8Array>>>();

  /** As `file.read`; nobody may write to the bytes. */
  read(file: MediaFile, offset: number, length: number): Promise<Uint8Array> {
    const known = this.#underWay.get(file);
    const reads = known ?? new Map<string, Promise<Uint8Array>>();
    if (known === undefined) this.#underWay.set(file, reads);
    const key = `${offset} ${length}`;
    const present = reads.get(key);
    if (present !== undefined) return present;
    const reading = file.read(offset, length).finally(() => reads.delete(key));
    reads.set(key, reading);
    return reading;
  }
}
