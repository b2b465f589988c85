import type { HeldMedia } from '../application/media-library.js';
import { MediaError } from '../media/media-error.js';
import type { IndexStore, MediaSource } from '../media/media-source.js';
import { DiskFile } from './disk-file.js';
import type { FoundFile } from './find-file.js';
import type { GrowingFiles } from './growing-files.js';
import { mediaFormat } from './media-signature.js';
import { OpenFiles } from './open-files.js';
import type { SharedFile } from './shared-file.js';
import type { SourceOpeners } from './source-openers.js';

/** Sources that nobody holds are kept, without an open file, for those who come back: so many, of so many bytes in all. */
const MAX_IDLE = 32;
const MAX_IDLE_MEMORY = 32 * 1024 * 1024;
/** One that takes more is opened anew: it would drive out many others. */
const MAX_IDLE_SOURCE = 8 * 1024 * 1024;
/** Files known to be broken, which are not read again before they change. */
const MAX_BROKEN = 1024;

interface Shared {
  readonly key: string;
  readonly file: SharedFile;
  readonly opening: Promise<MediaSource>;
  /** Once it is open. */
  source: MediaSource | undefined;
  /** Bytes of memory, while it is among the idle ones. */
  memory: number;
  holders: number;
}

interface Broken {
  readonly version: string;
  readonly error: MediaError;
}

/** What is in a file: all of its media, or the tags of an MP3 file. */
export type Wanted = 'media' | 'tags';

/** The sources of the process: one for each version of a file, shared by all who play it, in whatever application. */
export class SharedSources {
  readonly #shared = new Map<string, Shared>();
  readonly #idle = new Set<Shared>();
  #idleMemory = 0;
  readonly #broken = new Map<string, Broken>();
  readonly #files: OpenFiles;
  #held = 0;

  constructor(
    private readonly openers: SourceOpeners,
    private readonly indexes: IndexStore,
    private readonly growing: GrowingFiles,
    /** A source that nobody will be given any more: what was kept of it is of no use. */
    private readonly closed: (source: MediaSource) => void = () => undefined,
    files = new OpenFiles(),
  ) {
    this.#files = files;
  }

  /** Sources that somebody holds, and files that are open. */
  get counts(): { readonly sources: number; readonly files: number } {
    return { sources: this.#held, files: this.#files.size };
  }

  /** Opens what is in a file, or what others have open. Rejects with MediaError if it cannot be played. */
  hold(found: FoundFile, wanted: Wanted): Promise<HeldMedia> {
    return this.holdFile(DiskFile.of(found.path, found.facts, this.growing, this.#files), wanted);
  }

  /** As {@link hold}, for a file from wherever. Whoever hands it over does not use it any more. */
  async holdFile(file: SharedFile, wanted: Wanted): Promise<HeldMedia> {
    const key = `${wanted} ${file.path}`;
    const broken = this.#broken.get(key);
    if (broken?.version === file.version) throw broken.error;
    const known = this.#shared.get(key);
    const shared = known?.file.version === file.version ? known : this.#share(key, file, wanted);
    this.#enter(shared);
    try {
      const source = await shared.opening;
      shared.source = source;
      const { file: held } = shared;
      const { path: place, size } = held;
      return { source, file: held, place, size, release: once(() => this.#leave(shared)) };
    } catch (error) {
      this.#forget(shared);
      this.#leave(shared);
      if (error instanceof MediaError && !shared.file.isGrowing) this.#remember(key, { version: file.version, error });
      throw error;
    }
  }

  #share(key: string, file: SharedFile, wanted: Wanted): Shared {
    const opening = this.#open(file, wanted);
    const shared = { key, file, opening, source: undefined, memory: 0, holders: 0 };
    const before = this.#shared.get(key);
    this.#shared.set(key, shared);
    if (before !== undefined && this.#wake(before)) this.#close(before);
    return shared;
  }

  async #open(file: SharedFile, wanted: Wanted): Promise<MediaSource> {
    const format = await mediaFormat(file, file.path);
    if (wanted === 'tags' && format !== 'mp3') throw new MediaError('no-track', `${format} has no ID3 tags`);
    return this.openers[wanted === 'tags' ? 'id3' : format](file, this.indexes);
  }

  #enter(shared: Shared): void {
    if (shared.holders++ > 0) return;
    this.#held++;
    this.#wake(shared);
    shared.file.hold();
  }

  #leave(shared: Shared): void {
    if (--shared.holders > 0) return;
    this.#held--;
    shared.file.release();
    if (this.#shared.get(shared.key) !== shared) return this.#close(shared);
    this.#rest(shared);
    if (shared.memory > MAX_IDLE_SOURCE) this.#drop(shared);
    for (const oldest of this.#idle) {
      if (this.#idle.size <= MAX_IDLE && this.#idleMemory <= MAX_IDLE_MEMORY) break;
      this.#drop(oldest);
    }
  }

  #rest(shared: Shared): void {
    shared.memory = shared.source?.byteLength ?? 0;
    this.#idleMemory += shared.memory;
    this.#idle.add(shared);
  }

  /** Answers whether it was idle. */
  #wake(shared: Shared): boolean {
    const wasIdle = this.#idle.delete(shared);
    if (wasIdle) this.#idleMemory -= shared.memory;
    return wasIdle;
  }

  #drop(shared: Shared): void {
    this.#forget(shared);
    this.#close(shared);
  }

  #close({ opening }: Shared): void {
    // One that could not be opened has left nothing behind.
    opening.then(this.closed, () => undefined);
  }

  #forget(shared: Shared): void {
    this.#wake(shared);
    if (this.#shared.get(shared.key) === shared) this.#shared.delete(shared.key);
  }

  #remember(key: string, broken: Broken): void {
    this.#broken.delete(key);
    this.#broken.set(key, broken);
    const [oldest] = this.#broken.keys();
    if (this.#broken.size > MAX_BROKEN && oldest !== undefined) this.#broken.delete(oldest);
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
