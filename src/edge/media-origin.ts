import type { HeldMedia } from '../application/media-library.js';
import type { SafeName } from '../application/safe-name.js';
import type { StreamName } from '../application/stream-name.js';
import type { MediaMessage } from '../media/media-message.js';
import type { RemoteFile, RemoteFileFacts } from '../storage/remote-file.js';

/** Hears of one live stream of the origin. */
export interface OriginStreamListener {
  /** Somebody publishes there: what follows begins with what every player is given first. */
  published(): void;
  /** Nobody publishes there, or nobody does any more. */
  unpublished(): void;
  /** At the origin's time. */
  media(message: MediaMessage): void;
  /** Data that later players are to be given first. */
  dataFrame(name: string, message: MediaMessage): void;
  /** Nothing more comes: the way to the origin is broken, or the origin does not let us have it. */
  ended(why: string): void;
}

/** Where an edge has the media of an application from. */
export interface MediaOrigin {
  /** Plays a live stream there, until the answered function is called; after that the listener hears nothing more. */
  play(instance: SafeName, stream: StreamName, listener: OriginStreamListener): () => void;
  /**
   * Recorded media as a file; undefined if there is none of that name, or if the origin gives none out. Rejects if the
   * origin cannot be asked.
   *
   * @param virtualKey of the client that asks
   */
  file(instance: SafeName, stream: StreamName, virtualKey: string | undefined): Promise<RemoteFile | undefined>;
  /**
   * Recorded media of an origin that gives out no files, as it plays it; undefined if there is none of that name, if the
   * origin cannot seek in it, gives out files, or cannot be reached. Rejects if it cannot be fetched.
   */
  fetched(instance: SafeName, stream: StreamName): Promise<HeldMedia | undefined>;
  /** A file of which is known what {@link file} said of it; the origin is asked for what is read. */
  knownFile(instance: SafeName, stream: StreamName, virtualKey: string | undefined, facts: RemoteFileFacts): RemoteFile;
}
