import type { AmfValue } from '../amf/value.js';
import type { AudioCodec } from './audio-codec.js';
import type { MediaFormat } from './media-source.js';
import type { VideoCodec } from './video-codec.js';

/** What is in a media file, and what is wrong with it. */
export interface MediaReport {
  readonly container: MediaFormat;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds, as measured. */
  readonly duration: number;
  readonly streams: readonly StreamReport[];
  /** Undefined where there are no pictures. */
  readonly keyFrames: KeyFrameReport | undefined;
  /** What the file says of itself: onMetaData, or the tags of the others. */
  readonly metadata: ReadonlyMap<string, AmfValue>;
  readonly defects: readonly MediaDefect[];
}

export type StreamReport = VideoStreamReport | AudioStreamReport | TextStreamReport;

interface StreamFacts {
  /** In multitrack messages, or as the header of an MP4 says. */
  readonly track: number;
  /** Frames, or what else it is made of. */
  readonly frames: number;
  /** Bits per second on average. */
  readonly bitRate: number;
}

export interface VideoStreamReport extends StreamFacts {
  readonly kind: 'video';
  readonly codec: VideoCodec;
  /** RFC 6381, with profile and level: `avc1.64001f`; the name of the codec for those of Flash. */
  readonly codecString: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Pictures per second on average. */
  readonly frameRate: number | undefined;
}

export interface AudioStreamReport extends StreamFacts {
  readonly kind: 'audio';
  readonly codec: AudioCodec;
  readonly codecString: string;
  /** Hertz. */
  readonly sampleRate: number | undefined;
  readonly channels: number | undefined;
}

export interface TextStreamReport extends StreamFacts {
  readonly kind: 'text';
}

export interface KeyFrameReport {
  readonly count: number;
  /** Milliseconds from one to the next; undefined with fewer than two. */
  readonly meanInterval: number | undefined;
  readonly maxInterval: number | undefined;
}

/** What can be wrong with a media file. */
export type DefectCode =
  | 'wrong-header'
  | 'garbage'
  | 'truncated'
  | 'unreadable-end'
  | 'wrong-back-pointers'
  | 'wrong-stream-ids'
  | 'late-start'
  | 'time-steps-back'
  | 'time-jumps'
  | 'no-metadata'
  | 'no-duration'
  | 'wrong-duration'
  | 'no-index'
  | 'wrong-index'
  | 'encrypted'
  | 'unsupported-track'
  | 'unplayed-track'
  | 'unfinished'
  | 'header-at-end';

/** What mends a defect: `afterglow media repair`, `afterglow media remux`, or none of them. */
export type DefectMend = 'repair' | 'remux' | 'nothing';

export interface MediaDefect {
  readonly code: DefectCode;
  /** One sentence for people: what, how much, where. */
  readonly message: string;
  /** Bytes from the beginning of the file to the first place; undefined where it has none. */
  readonly offset: number | undefined;
  readonly mend: DefectMend;
}

/** Whether the repair tool has anything to do. */
export function needsRepair({ defects }: MediaReport): boolean {
  return defects.some(({ mend }) => mend === 'repair');
}

/** Bits per second; 0 for what lasts no time. */
export function bitRateOf(bytes: number, milliseconds: number): number {
  return milliseconds > 0 ? Math.round((bytes * 8000) / milliseconds) : 0;
}

/** Of so many things within some milliseconds, how many there are in a second, to a thousandth. */
export function rateOf(count: number, milliseconds: number): number | undefined {
  return milliseconds > 0 ? Math.round((count * 1_000_000) / milliseconds) / 1000 : undefined;
}
