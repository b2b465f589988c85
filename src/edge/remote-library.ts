import type { HeldMedia, MediaLibrary } from '../application/media-library.js';
import type { SafeName } from '../application/safe-name.js';
import type { StreamName } from '../application/stream-name.js';
import { liveName } from '../application/stream-name.js';
import type { Logger } from '../log/logger.js';
import type { BlockCache } from '../storage/block-cache.js';
import { CachedFile } from '../storage/cached-file.js';
import type { FileDescriptions } from '../storage/file-descriptions.js';
import type { RemoteFile } from '../storage/remote-file.js';
import type { SharedSources } from '../storage/shared-sources.js';
import type { MediaOrigin } from './media-origin.js';

/** Files that are known without asking, when the origin cannot be asked. */
const MAX_KNOWN = 1000;

/** What a {@link RemoteLibrary} is made with. */
export interface RemoteLibraryMeans {
  readonly origin: Pick<MediaOrigin, 'fetched' | 'file' | 'knownFile'>;
  readonly sources: SharedSources;
  readonly cache: BlockCache;
  /** What is known after a restart. */
  readonly descriptions: FileDescriptions;
  /** Tells this application from all others, and its origins from those that it had before. */
  readonly place: () => string;
  readonly logger: Logger;
}

/**
 * The recorded media of an application that is on an origin: its files, of which only what is played is fetched, and
 * that once. The origin is asked each time that something is opened, so that a file that has changed there is seen at
 * once; while it cannot be asked, what it said last is taken for true, by a process before this one too.
 */
export class RemoteLibrary implements MediaLibrary {
  readonly #known = new Map<string, RemoteFile>();

  constructor(private readonly means: RemoteLibraryMeans) {}

  async open(instance: SafeName, stream: StreamName, virtualKey?: string): Promise<HeldMedia | undefined> {
    const file = await this.#file(instance, stream, virtualKey);
    if (file === undefined) return this.means.origin.fetched(instance, stream);
    const { sources, cache } = this.means;
    const cached = new CachedFile(file, cache);
    let media: HeldMedia | undefined;
    try {
      media = await sources.holdFile(cached, stream.type === 'id3' ? 'tags' : 'media');
      return media;
    } finally {
      // Others have it open already, or it is no media.
      if (media?.file !== cached) cached.release();
    }
  }

  async #file(instance: SafeName, stream: StreamName, virtualKey: string | undefined): Promise<RemoteFile | undefined> {
    const name = JSON.stringify([this.means.place(), instance, liveName(stream), virtualKey]);
    try {
      const file = await this.means.origin.file(instance, stream, virtualKey);
      this.#remember(name, file);
      return file;
    } catch (error) {
      const known = this.#known.get(name) ?? (await this.#described(name, instance, stream, virtualKey));
      const fields = { instance, stream: stream.name, error };
      if (known === undefined)
        this.means.logger.warn('recorded media cannot be had: the origin does not answer', fields);
      else this.means.logger.info('the origin does not answer: what is known of a recording is taken for true', fields);
      return known;
    }
  }

  async #described(
    name: string,
    instance: SafeName,
    stream: StreamName,
    virtualKey: string | undefined,
  ): Promise<RemoteFile | undefined> {
    const { descriptions, origin } = this.means;
    const facts = await descriptions.load(name);
    return facts && origin.knownFile(instance, stream, virtualKey, facts);
  }

  #remember(name: string, file: RemoteFile | undefined): void {
    const before = this.#known.get(name)?.facts;
    this.#known.delete(name);
    if (file === undefined) return void this.means.descriptions.forget(name);
    const { key, version, size } = file.facts;
    const isSame = before?.key === key && before.version === version && before.size === size;
    if (!isSame) this.means.descriptions.save(name, file.facts);
    this.#known.set(name, file);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}
