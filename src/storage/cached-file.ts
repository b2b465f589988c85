import type { BlockCache } from './block-cache.js';
import type { RemoteFile } from './remote-file.js';
import type { SharedFile } from './shared-file.js';

/** A file of another server as one of the disk: only what is read of it is fetched, and that once. */
export class CachedFile implements SharedFile {
  constructor(
    private readonly file: RemoteFile,
    private readonly cache: BlockCache,
  ) {}

  get path(): string {
    return this.file.facts.key;
  }

  get size(): number {
    return this.file.facts.size;
  }

  /** Unlike that of any other file, of this disk or of another server. */
  get version(): string {
    const { key, version } = this.file.facts;
    return `remote ${key} ${version}`;
  }

  get isGrowing(): boolean {
    return this.file.facts.isGrowing;
  }

  /** Rejects as the remote file does. */
  read(offset: number, length: number): Promise<Uint8Array> {
    const isRange = Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 0;
    if (!isRange) return Promise.reject(new RangeError(`read of ${length} bytes at ${offset}`));
    return this.cache.read(this.file, offset, length);
  }

  refresh(): Promise<void> {
    return this.file.refresh();
  }

  hold(): void {
    this.file.hold();
  }

  release(): void {
    this.file.release();
  }
}
