import type { SegmentCache } from '../stream/segment-cache.js';
import type { HeldMedia, MediaLibrary } from './media-library.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';
import { liveName } from './stream-name.js';
import type { VirtualDirectory } from './virtual-directory.js';

/** Virtual directories that the script of an instance may make. */
const MAX_DIRECTORIES = 1000;

/** Names of media that is elsewhere. */
const MAX_ELSEWHERE = 10_000;

/** Opens media of another server; undefined if there is none. Rejects if it cannot be had. */
export type OpenElsewhere = () => Promise<HeldMedia | undefined>;

/** The recorded media of an instance: that of its application, and what was recorded in it. */
export class InstanceMedia {
  #directories: readonly VirtualDirectory[] = [];
  /** Media of other servers, by the names that it has here. */
  readonly #elsewhere = new Map<string, OpenElsewhere>();

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
  async open(name: StreamName, asker?: { readonly virtualKey: string | undefined }): Promise<HeldMedia | undefined> {
    const key = asker?.virtualKey === '' ? undefined : asker?.virtualKey;
    const here = await this.library().open(this.instance, name, key, this.#directories);
    return here ?? this.#elsewhere.get(liveName(name))?.();
  }

  /**
   * What is not here under that name is opened elsewhere from now on. False if there are as many such names as there may be.
   *
   * @param open undefined: no longer
   */
  openElsewhere(name: StreamName, open: OpenElsewhere | undefined): boolean {
    const key = liveName(name);
    if (open === undefined) this.#elsewhere.delete(key);
    else if (this.#elsewhere.size >= MAX_ELSEWHERE && !this.#elsewhere.has(key)) return false;
    else this.#elsewhere.set(key, open);
    return true;
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
