import type { MediaMessage } from '../media/media-message.js';

/** What a file of a recording begins with. */
export interface RecordingHead {
  /** The onMetaData of the publisher; undefined if there was none. */
  readonly metadata: MediaMessage | undefined;
  /** The codec configurations as they are now, at timestamp 0. */
  readonly setup: readonly MediaMessage[];
}

/**
 * A file that media is written into as it comes. Calls never throw and never wait; what goes wrong with the
 * disk is told to whoever made the file.
 */
export interface RecordingFile {
  /** Bytes it was handed and the disk does not have yet. */
  readonly queuedBytes: number;
  /**
   * Takes a message; false if that needs another file, because this one says at its beginning what it holds: the media
   * of that kind is to be written into the next one.
   *
   * @param message with a timestamp counted from the beginning of the file
   */
  write(message: MediaMessage): boolean;
  /** Resolves when what was written until now is in the file, on the disk; with false if it never will be. */
  flush(): Promise<boolean>;
  /** Nothing more comes. */
  end(): void;
}
