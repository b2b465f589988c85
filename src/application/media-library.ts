import type { MediaFile } from '../media/media-file.js';
import type { MediaSource } from '../media/media-source.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';
import type { VirtualDirectory } from './virtual-directory.js';

/** Recorded media in use. While anybody holds it, its file is open; all who hold it share one source. */
export interface HeldMedia {
  readonly source: MediaSource;
  /** Its bytes, as they lie there; undefined where there is no file. */
  readonly file: MediaFile | undefined;
  /** Where it lies, for logs: no client is ever told. */
  readonly place: string;
  /** Bytes of the file when it was opened. */
  readonly size: number;
  /** It is not used any more. Calling it again does nothing. */
  release(): void;
}

/** The recorded media of one application: its media folder, its recordings, its virtual directories. */
export interface MediaLibrary {
  /**
   * Opens what `name` stands for in an instance; undefined if there is no such media. Rejects with MediaError if
   * there is, but it cannot be played.
   *
   * @param virtualKey of the client that asks: which of the virtual directories are for it
   * @param directories of the instance, which come before those of the application
   */
  open(
    instance: SafeName,
    name: StreamName,
    virtualKey?: string,
    directories?: readonly VirtualDirectory[],
  ): Promise<HeldMedia | undefined>;
}
