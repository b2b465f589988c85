import type { SegmentCache } from '../stream/segment-cache.js';
import type { Client } from './client.js';
import type { HeldMedia, MediaLibrary } from './media-library.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';

/** The recorded media of an instance: that of its application, and what was recorded in it. */
export class InstanceMedia {
  /**
   * @param library of the application, as it is configured now
   * @param virtualKeyOf the key of those who call themselves so: which of the virtual directories are for them
   */
  constructor(
    private readonly instance: SafeName,
    private readonly library: () => MediaLibrary,
    private readonly virtualKeyOf: (agent: string) => string | undefined,
    /** Of the process: what players read of media passes through it. */
    readonly segments: SegmentCache,
  ) {}

  /**
   * Opens what `name` stands for; undefined if there is no such media, or if nobody may have it. Whoever opens it
   * has asked the hooks. Rejects with MediaError if it is there and cannot be played.
   *
   * @param client who asks; undefined for the server itself
   */
  open(name: StreamName, client?: Client): Promise<HeldMedia | undefined> {
    return this.library().open(this.instance, name, client && this.virtualKeyOf(client.facts.agent));
  }
}
