import type { MediaFile } from '../media/media-file.js';

/** A file that is open while somebody holds it. */
export interface SharedFile extends MediaFile {
  /** Tells it from other files, and says in logs where it is. */
  readonly path: string;
  hold(): void;
  /** It can still be read: then it is opened for that. */
  release(): void;
}
