import type { AudioCodec } from './audio-codec.js';
import type { MediaMessage } from './media-message.js';
import type { VideoCodec } from './video-codec.js';

/** The container of recorded media. */
export type MediaFormat = 'flv' | 'mp4' | 'mp3';

/** A place from which recorded media can be played. */
export interface SeekPoint {
  /** Of the {@link MediaSegment} that begins here. */
  readonly position: number;
  /** Milliseconds: that of the key frame, where there are pictures. */
  readonly time: number;
  /** Sequence headers and what else a decoder must have been given before the media here. */
  readonly setup: readonly MediaMessage[];
}

/**
 * Consecutive messages of recorded media, in the order in which a decoder wants them: about a second, or
 * 256 KiB. Where segments end depends on the media alone, so that players share them wherever they began.
 */
export interface MediaSegment {
  /** Where it begins. */
  readonly position: number;
  /** Sequence headers among them. Timestamps are milliseconds from the beginning of the media. */
  readonly messages: readonly MediaMessage[];
  /**
   * The segment that follows; undefined at the end of the media. That of one that still grows may come later: what
   * ends there is to be asked for again, and may then have more messages.
   */
  readonly next: number | undefined;
}

/**
 * Recorded media as the messages of a stream, whatever file it is in. Nothing is kept of what was read:
 * that is for the one who asks. Everything that takes time rejects with MediaError where the file is broken,
 * and with the error of its {@link MediaFile} where that cannot be read.
 */
export interface MediaSource {
  readonly format: MediaFormat;
  readonly videoCodec: VideoCodec | undefined;
  readonly audioCodec: AudioCodec | undefined;
  /** Somebody is still writing it: at its end more may follow. */
  readonly isGrowing: boolean;
  /** About how many bytes of memory it keeps, an index above all. More as more of the file becomes known. */
  readonly byteLength: number;
  /** What a player is told before the first frame: onMetaData, and onXMPData, onId3 … where there are such. */
  readonly metadata: readonly MediaMessage[];
  /** Milliseconds from the beginning to the end of the last frame; may have to be searched for. */
  duration(): Promise<number>;
  /** Where to begin for `time` (milliseconds): the last key frame up to it. Undefined beyond the end. */
  seek(time: number): Promise<SeekPoint | undefined>;
  /** The messages at a position that {@link seek} or the segment before gave. */
  segment(position: number): Promise<MediaSegment>;
}

/** Keeps what was found out about files, so that it need not be found out again. */
export interface IndexStore {
  /** What was kept for the file of that version; undefined if nothing was, or if it is of no use any more. */
  load(version: string): Promise<Uint8Array | undefined>;
  /** Keeps it. It is no misfortune if that fails, so this never rejects. */
  save(version: string, index: Uint8Array): Promise<void>;
}
