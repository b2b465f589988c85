import type { HeldMedia, MediaLibrary } from '../../src/application/media-library.js';
import type { SafeName } from '../../src/application/safe-name.js';
import type { StreamName } from '../../src/application/stream-name.js';
import type { MediaSource } from '../../src/media/media-source.js';

/** What is under a name: media with the size of its file, or why it cannot be played. */
export type LibraryEntry = MediaSource | Error;

/** Recorded media in memory, by `name` or `type:name`. */
export class MemoryLibrary implements MediaLibrary {
  /** How many times media has been opened and not been released. */
  held = 0;
  /** What was asked for, as `instance/type:name`, and what with. */
  readonly asked: { readonly path: string; readonly virtualKey: string | undefined }[] = [];

  /** @param size bytes of every file */
  constructor(
    private readonly entries: Readonly<Record<string, LibraryEntry>>,
    private readonly size = 1000,
  ) {}

  async open(instance: SafeName, { type, name }: StreamName, virtualKey?: string): Promise<HeldMedia | undefined> {
    this.asked.push({ path: `${instance}/${type}:${name}`, virtualKey });
    const entries = new Map(Object.entries(this.entries));
    const entry = entries.get(`${type}:${name}`) ?? (type === 'flv' ? entries.get(name) : undefined);
    if (entry === undefined) return undefined;
    if (entry instanceof Error) throw entry;
    this.held++;
    let isHeld = true;
    const release = () => {
      if (isHeld) this.held--;
      isHeld = false;
    };
    return Promise.resolve({ source: entry, size: this.size, release });
  }
}
