import type { SegmentCache } from '../stream/segment-cache.js';
import type { HeldMedia, MediaLibrary } from './media-library.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';

/** The recorded media of an instance: that of its application, and what was recorded in it. */
export class InstanceMedia {
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
   * @param virtualKey of the client that asks: which of the virtual directories are for it
   */
  open(name: StreamName, virtualKey?: string): Promise<HeldMedia | undefined> {
    return this.library().open(this.instance, name, virtualKey);
  }
}
