import type { FlvTimeline } from './flv-timeline.js';
import type { RecordedKeyFrame } from './recording-metadata.js';

/** A tag in a file. */
export interface TagPlace {
  readonly offset: number;
  /** Bytes of payload. */
  readonly size: number;
}

/** What a decoder must have been given, from some place of a file on. */
export interface SetupPlace {
  /** Of the tag that changed it. */
  readonly offset: number;
  /** The sequence headers and other configurations in force from there on. */
  readonly tags: readonly TagPlace[];
}

export interface TagCounts {
  readonly audio: number;
  readonly video: number;
  readonly data: number;
}

/** About how much memory a place, or a tag, takes in an index. */
const PLACE = 64;

/** About how many bytes of memory an index takes. */
export function indexMemory({ points, setups }: FlvIndex): number {
  return setups.reduce((sum, { tags }) => sum + PLACE * (1 + tags.length), PLACE * points.length);
}

export interface FlvDefects {
  /** Bytes that belong to no tag, or to one that was cut off. */
  readonly skippedBytes: number;
  /** Tags that are encrypted, and left out. */
  readonly encryptedTags: number;
  /** The end of what could be read, where that is not the end of the file. */
  readonly lostAt: number | undefined;
}

/** What is in an FLV file, and where: made by `indexFlv`. Times are milliseconds from the beginning of the media. */
export interface FlvIndex {
  /** Bytes of the file. */
  readonly fileSize: number;
  readonly timeline: FlvTimeline;
  readonly hasVideo: boolean;
  /**
   * Key frames, or without video about one message a second. Offsets of tags; neither times nor offsets step back.
   * Very many are thinned to at most 262,144.
   */
  readonly points: readonly RecordedKeyFrame[];
  /** Every key frame is among the points. */
  readonly isComplete: boolean;
  readonly setups: readonly SetupPlace[];
  /** Of the frame that is last in time. */
  readonly lastTime: number;
  /** As far as the last frame lasts, which is as long as the one before it. */
  readonly duration: number;
  /** The last picture is a key frame. */
  readonly canSeekToEnd: boolean;
  readonly tags: TagCounts;
  readonly defects: FlvDefects;
}
