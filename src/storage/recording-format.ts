import type { MediaMessage } from '../media/media-message.js';
import type { Patch } from './repair-flv.js';

/** How the media of a recording becomes the bytes of a file. */
export interface RecordingFormat {
  /** Milliseconds of what was added, and of the media that was there before. */
  readonly duration: number;
  /** Media is kept back until {@link flush}, and then can be played as soon as it is in the file. */
  readonly keepsBack: boolean;
  /**
   * Takes a message, whose timestamp counts from where the recording begins in the file; undefined if it cannot be in
   * this file, but in another one that begins with it.
   */
  add(message: MediaMessage): readonly Uint8Array[] | undefined;
  /** What was kept back. */
  flush(): readonly Uint8Array[];
  /** What a file ends with. Nothing is added any more. */
  tail(): readonly Uint8Array[];
  /** What is written over the file at the end, when it has so many bytes. */
  patches(size: number): readonly Patch[];
}
