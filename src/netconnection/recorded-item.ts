import type { HeldMedia } from '../application/media-library.js';
import type { StreamName } from '../application/stream-name.js';

/** What a recorded playback is made of. */
export interface RecordedItem {
  readonly name: StreamName;
  readonly media: HeldMedia;
  /** The highest timestamp to play (milliseconds of the media); Infinity for no end. */
  readonly last: number;
  readonly unpaced: boolean;
}
