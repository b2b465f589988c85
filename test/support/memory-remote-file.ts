import type { RemoteFile, RemoteFileFacts } from '../../src/storage/remote-file.js';

/** A file of another server that lies in memory, and keeps what was asked of it. */
export class MemoryRemoteFile implements RemoteFile {
  /** What was read, as `offset+length`. */
  readonly reads: string[] = [];
  /** Set: reads reject with it. */
  failure: Error | undefined;
  holds = 0;
  #facts: RemoteFileFacts;
  #gate: Promise<void> = Promise.resolve();

  constructor(
    public content: Uint8Array,
    facts: Partial<RemoteFileFacts> = {},
  ) {
    this.#facts = { key: 'origin/vod/film', version: '1', size: content.length, isGrowing: false, ...facts };
  }

  get facts(): RemoteFileFacts {
    return this.#facts;
  }

  /** Reads wait until the answered function is called. */
  stall(): () => void {
    let open: () => void = () => undefined;
    this.#gate = new Promise((resolve) => (open = resolve));
    return open;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.reads.push(`${offset}+${length}`);
    await this.#gate;
    if (this.failure !== undefined) throw this.failure;
    return this.content.slice(offset, offset + length);
  }

  refresh(): Promise<void> {
    this.#facts = { ...this.#facts, size: this.content.length };
    return Promise.resolve();
  }

  hold(): void {
    this.holds++;
  }

  release(): void {
    this.holds--;
  }
}
