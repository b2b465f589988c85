import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';
import type { SegmentMuxer } from './segment-muxer.js';

/** A piece of a stream that players fetch. */
export interface HlsSegment {
  /** Its media sequence number. */
  readonly sequence: number;
  readonly bytes: Uint8Array;
  /** Seconds. */
  readonly duration: number;
  /** It does not go on where the one before ended: another codec, or another publication. */
  readonly discontinuity: boolean;
  /** When it began, in milliseconds since 1970. */
  readonly date: number;
}

export interface SegmenterOptions {
  /** Milliseconds after which the next key frame begins another segment. */
  readonly segmentDuration: number;
  /** Milliseconds after which a segment ends without a key frame, as long as no other tells how far apart they are. */
  readonly maxSegmentDuration: number;
}

/** Milliseconds by which a segment may be longer than the target duration, which is rounded (RFC 8216, 4.3.3.1). */
const ROUNDED = 499;
/** Milliseconds of a frame of which nothing is known. */
const USUAL_FRAME = 40;

/**
 * Cuts a live stream into segments: at the first key frame after the wished duration, without pictures at any frame, and
 * where key frames are too far apart, in between. The target duration is settled by the first segment and never changes
 * (RFC 8216, 6.2.1): what would be longer is cut.
 */
export class Segmenter {
  #muxer: SegmentMuxer;
  #hasVideo = false;
  #startedAt: number | undefined;
  #newest = 0;
  /** Milliseconds between the last two frames. */
  #interval = USUAL_FRAME;
  #date = 0;
  #sequence = 0;
  #discontinuity = false;
  #targetDuration: number | undefined;
  /** What the stream is set up by, which another muxer must be given first. */
  readonly #setup = new Map<string, MediaMessage>();

  constructor(
    private readonly options: SegmenterOptions,
    private readonly newMuxer: () => SegmentMuxer,
    /** Milliseconds since 1970. */
    private readonly date: () => number,
    private readonly done: (segment: HlsSegment) => void,
  ) {
    this.#muxer = newMuxer();
  }

  /** Seconds, a whole number; undefined before the first segment. */
  get targetDuration(): number | undefined {
    return this.#targetDuration;
  }

  accept(message: MediaMessage): void {
    const { configurationKey, isFrame, isKeyFrame, tracks } = classify(message);
    if (configurationKey !== undefined) this.#configure(configurationKey, message);
    if (isFrame && tracks[0] === 0) this.#cut(message, isKeyFrame);
    this.#muxer.accept(message);
  }

  /** The publication is over: what is left of it becomes its last segment, and what comes next is another. */
  end(): void {
    this.#newest = (this.#newest + USUAL_FRAME) >>> 0;
    this.#begin();
    this.#setup.clear();
    this.#hasVideo = false;
  }

  #configure(key: string, message: MediaMessage): void {
    const before = this.#setup.get(key);
    if (before !== undefined && !sameBytes(before.payload, message.payload)) {
      this.#begin();
      for (const [other, setup] of this.#setup) if (other !== key) this.#muxer.accept(setup.at(message.timestamp));
    }
    this.#setup.set(key, message);
  }

  /** Another muxer, behind a discontinuity. */
  #begin(): void {
    this.#close();
    this.#muxer = this.newMuxer();
    this.#discontinuity = this.#sequence > 0;
  }

  #cut({ kind, timestamp }: MediaMessage, isKeyFrame: boolean): void {
    this.#hasVideo ||= isKeyFrame;
    if (kind === 'audio' && this.#hasVideo) return;
    if (this.#startedAt !== undefined) {
      const elapsed = timestampDelta(timestamp, this.#startedAt);
      const mayEnd = isKeyFrame || !this.#hasVideo;
      if (elapsed >= 0) {
        this.#interval = Math.max(USUAL_FRAME, timestampDelta(timestamp, this.#newest));
        this.#newest = timestamp;
      }
      if (elapsed < 0 || (mayEnd && elapsed >= this.options.segmentDuration) || elapsed > this.#longest) this.#close();
    }
    if (this.#startedAt === undefined) {
      this.#startedAt = timestamp;
      this.#date = this.date();
    }
    this.#newest = timestamp;
  }

  /** Milliseconds after which a segment ends wherever it is, unless the next frame does. */
  get #longest(): number {
    const { maxSegmentDuration } = this.options;
    const longest = this.#targetDuration === undefined ? maxSegmentDuration : this.#targetDuration * 1000 + ROUNDED;
    return longest - this.#interval;
  }

  #close(): void {
    const startedAt = this.#startedAt;
    this.#startedAt = undefined;
    const bytes = this.#muxer.take();
    if (bytes === undefined || startedAt === undefined) return;
    const milliseconds = Math.max(1, timestampDelta(this.#newest, startedAt));
    const wished = Math.ceil((this.options.segmentDuration * 1.5) / 1000);
    this.#targetDuration ??= Math.max(wished, Math.round(milliseconds / 1000));
    const [sequence, discontinuity] = [this.#sequence++, this.#discontinuity];
    this.#discontinuity = false;
    this.done({ sequence, bytes, duration: milliseconds / 1000, discontinuity, date: this.#date });
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
