import type { SegmentCache } from '../stream/segment-cache.js';
import type { HeldMedia, MediaLibrary } from './media-library.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';
import type { VirtualDirectory } from './virtual-directory.js';

/** Virtual directories that the script of an instance may make. */
const MAX_DIRECTORIES = 1000;

/** The recorded media of an instance: that of its application, and what was recorded in it. */
export class InstanceMedia {
  #directories: readonly VirtualDirectory[] = [];

  /** @param library of the application, as it is configured now */
  constructor(
    private readonly instance: SafeName,
    private readonly library: () => MediaLibrary,
    /** Of the process: what players read of media passes through it. */
    readonly segments: SegmentCache,
  ) {}

  /**
   * Opens what `name` stands for; undefined if there is no such media, or if nobody may have it. Whoever opens it
   * has asked the hooks. Rejects with MediaError if it is there and cannot be played.
   *
   * @param asker a client, or the virtual key with which the server itself asks; empty for none
   */
  open(name: StreamName, asker?: { readonly virtualKey: string | undefined }): Promise<HeldMedia | undefined> {
    const key = asker?.virtualKey === '' ? undefined : asker?.virtualKey;
    return this.library().open(this.instance, name, key, this.#directories);
  }

  /**
   * Adds a virtual directory to those of the application; one with that prefix and key is replaced. It comes before them.
   * False if there are as many as there may be.
   */
  addDirectory(directory: VirtualDirectory): boolean {
    const { prefix, virtualKey } = directory;
    const others = this.#directories.filter((other) => other.prefix !== prefix || other.virtualKey !== virtualKey);
    if (others.length >= MAX_DIRECTORIES) return false;
    this.#directories = [...others, directory];
    return true;
  }
}
