import { concat } from '../bytes/concat.js';
import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';
import type { HlsEpoch, HlsPart, HlsSegment, OpenSegment } from './hls-segment.js';
import type { SegmentMuxer } from './segment-muxer.js';
import { WallTime } from './wall-time.js';

export interface SegmenterOptions {
  /** Milliseconds after which the next key frame begins another segment. */
  readonly segmentDuration: number;
  /** Milliseconds after which a segment ends without a key frame, as long as no other tells how far apart they are. */
  readonly maxSegmentDuration: number;
  /** Milliseconds of a part at most; 0 for segments in one part. */
  readonly partDuration: number;
}

/** Hears what there is to fetch. */
export interface SegmentListener {
  /** The segment that is being made has one more part. */
  part(open: OpenSegment): void;
  /** It is complete, its last part included. */
  segment(segment: HlsSegment): void;
}

/** Milliseconds by which a segment may be longer than the target duration, which is rounded (RFC 8216, 4.3.3.1). */
const ROUNDED = 499;
/** Milliseconds of a frame of which nothing is known. */
const USUAL_FRAME = 40;
/** Milliseconds for which the last frame of all is taken to be shown at most. */
const LONGEST_FRAME = 1000;
/** A step back of more milliseconds is no disorder of the encoder's but a new beginning. */
const NEW_BEGINNING = 1000;
/** How much longer than the first parts the others may be: timestamps are whole milliseconds. */
const PART_TOLERANCE = 1.03;

/** What is being made, by timestamps. */
interface Making {
  readonly startedAt: number;
  partStartedAt: number;
  isIndependent: boolean;
}

/**
 * Cuts a live stream into segments: at the first key frame after the wished duration, without pictures at any frame, and
 * where key frames are too far apart, in between. The target duration is settled by the first segment and never changes
 * (RFC 8216, 6.2.1): what would be longer is cut. Segments are cut into parts, none of which is longer than wished.
 */
export class Segmenter {
  #muxer: SegmentMuxer;
  #hasVideo = false;
  /** The timestamp since which sound is left out until there is a picture. */
  #soundSince: number | undefined;
  #making: Making | undefined;
  #parts: HlsPart[] = [];
  #newest = 0;
  /** Milliseconds between the last two frames. */
  #interval = USUAL_FRAME;
  #sequence = 0;
  #epoch = 0;
  #discontinuity = false;
  #targetDuration: number | undefined;
  #partTarget: number | undefined;
  #wallTime: WallTime;
  /** What the stream is set up by, which another muxer must be given first. */
  readonly #setup = new Map<string, MediaMessage>();

  constructor(
    private readonly options: SegmenterOptions,
    private readonly newMuxer: () => SegmentMuxer,
    /** Milliseconds since 1970. */
    private readonly date: () => number,
    private readonly listener: SegmentListener,
  ) {
    this.#muxer = newMuxer();
    this.#wallTime = new WallTime(date);
  }

  /** Seconds, a whole number; undefined before the first segment. */
  get targetDuration(): number | undefined {
    return this.#targetDuration;
  }

  /** Milliseconds, which no part is longer than; undefined before the first segment, and if there are no parts. */
  get partTarget(): number | undefined {
    return this.#partTarget;
  }

  accept(message: MediaMessage): void {
    const { configurationKey, isFrame, isKeyFrame, tracks } = classify(message);
    if (configurationKey !== undefined) this.#configure(configurationKey, message);
    if (isFrame && tracks[0] === 0) {
      if (this.#isGap(message)) this.#renew(message);
      if (!isKeyFrame && this.#awaitsPicture(message)) return;
      this.#cut(message, isKeyFrame);
    }
    if (this.#muxer.accept(message)) return;
    this.#renew(message, configurationKey);
    if (isFrame && !isKeyFrame && this.#awaitsPicture(message)) return;
    this.#muxer.accept(message);
    if (isFrame) this.#start(message.timestamp, isKeyFrame);
  }

  /** The publication is over: what is left of it becomes its last segment, and what comes next is another. */
  end(): void {
    this.#begin();
    this.#setup.clear();
    this.#wallTime = new WallTime(this.date);
  }

  #configure(key: string, message: MediaMessage): void {
    const before = this.#setup.get(key);
    if (before !== undefined && !sameBytes(before.payload, message.payload)) this.#renew(message, key);
    this.#setup.set(key, message);
  }

  /** Another muxer that is set up as this one, except for `key`. */
  #renew({ timestamp }: MediaMessage, key?: string): void {
    this.#begin();
    for (const [other, setup] of this.#setup) if (other !== key) this.#muxer.accept(setup.at(timestamp));
  }

  /** Another muxer, behind a discontinuity. */
  #begin(): void {
    this.#newest = (this.#newest + Math.min(this.#interval, LONGEST_FRAME)) >>> 0;
    this.#close();
    this.#making = undefined;
    this.#parts = [];
    this.#muxer = this.newMuxer();
    this.#hasVideo = false;
    this.#soundSince = undefined;
    this.#epoch++;
    this.#discontinuity = this.#sequence > 0;
  }

  /** Nothing can be shown before the first key frame, if there are going to be pictures. */
  #awaitsPicture({ timestamp }: MediaMessage): boolean {
    if (this.#hasVideo) return false;
    if (![...this.#setup.keys()].some((key) => key.startsWith('video'))) return false;
    this.#soundSince ??= timestamp;
    return timestampDelta(timestamp, this.#soundSince) < this.options.maxSegmentDuration;
  }

  #cut(message: MediaMessage, isKeyFrame: boolean): void {
    const { kind, timestamp } = message;
    this.#hasVideo ||= isKeyFrame;
    if (kind === 'audio' && this.#hasVideo) return;
    this.#wallTime.frame(timestamp);
    const making = this.#making;
    if (making !== undefined) {
      const elapsed = timestampDelta(timestamp, making.startedAt);
      this.#interval = Math.max(1, timestampDelta(timestamp, this.#newest));
      this.#newest = timestamp;
      const mayEnd = isKeyFrame || !this.#hasVideo;
      const isLong = elapsed > this.#limit - Math.max(USUAL_FRAME, this.#interval);
      if ((mayEnd && elapsed >= this.options.segmentDuration) || isLong) this.#close(message);
      else if (this.#endsPart(making, timestamp)) this.#closePart(making, message);
    }
    this.#start(timestamp, isKeyFrame);
    this.#newest = timestamp;
  }

  /** A segment, or a part, begins with the frame at `timestamp`, unless one has begun. */
  #start(timestamp: number, isKeyFrame: boolean): void {
    const isIndependent = isKeyFrame || !this.#hasVideo;
    this.#making ??= { startedAt: timestamp, partStartedAt: timestamp, isIndependent };
    if (this.#making.partStartedAt === timestamp) this.#making.isIndependent ||= isIndependent;
  }

  /** Time was set back, or nothing came for a while: no segment lasts as long as that. */
  #isGap({ kind, timestamp }: MediaMessage): boolean {
    const making = this.#making;
    if (making === undefined || (kind === 'audio' && this.#hasVideo)) return false;
    const isBack = timestampDelta(timestamp, this.#newest) < -NEW_BEGINNING;
    return isBack || timestampDelta(timestamp, making.startedAt) > this.#limit;
  }

  /** Milliseconds that no segment is longer than. */
  get #limit(): number {
    const { maxSegmentDuration } = this.options;
    return this.#targetDuration === undefined ? maxSegmentDuration : this.#targetDuration * 1000 + ROUNDED;
  }

  /** With the next frame, the part would be too long. */
  #endsPart({ partStartedAt }: Making, timestamp: number): boolean {
    const partDuration = this.#partTarget ?? this.options.partDuration;
    const elapsed = timestampDelta(timestamp, partStartedAt);
    return partDuration > 0 && elapsed > 0 && elapsed + this.#interval > partDuration;
  }

  /** What was made since the last part, if there is anything to be had of it yet. */
  #closePart(making: Making, next: MediaMessage | undefined, isLast = false): void {
    const bytes = this.#muxer.take(next);
    if (bytes === undefined) return;
    const milliseconds = Math.max(1, timestampDelta(this.#newest, making.partStartedAt));
    this.#parts.push({ bytes, duration: milliseconds / 1000, isIndependent: making.isIndependent });
    making.partStartedAt = this.#newest;
    making.isIndependent = false;
    if (!isLast) this.listener.part(this.#open());
  }

  #close(next?: MediaMessage): void {
    const making = this.#making;
    if (making === undefined) return;
    this.#closePart(making, next, true);
    if (this.#parts.length === 0) return;
    const milliseconds = Math.max(1, timestampDelta(making.partStartedAt, making.startedAt));
    const wished = Math.ceil((this.options.segmentDuration * 1.5) / 1000);
    this.#targetDuration ??= Math.max(wished, Math.round(milliseconds / 1000));
    if (this.options.partDuration > 0) this.#partTarget ??= longestPart(this.#parts);
    const { startedAt } = making;
    const wallTime = this.#wallTime;
    const date = (): number => wallTime.of(startedAt);
    const segment = { ...this.#open(), duration: milliseconds / 1000, date };
    this.#making = undefined;
    this.#parts = [];
    this.#sequence++;
    this.#discontinuity = false;
    this.listener.segment(complete(segment));
  }

  #open(): OpenSegment {
    const epoch: HlsEpoch = { number: this.#epoch, header: this.#muxer.header };
    return { sequence: this.#sequence, epoch, discontinuity: this.#discontinuity, parts: [...this.#parts] };
  }
}

function longestPart(parts: readonly HlsPart[]): number {
  return Math.ceil(Math.max(...parts.map(({ duration }) => duration)) * 1000 * PART_TOLERANCE);
}

/** The parts become views of the bytes of the segment, so that they are kept once. */
function complete(segment: OpenSegment & Pick<HlsSegment, 'duration' | 'date'>): HlsSegment {
  const bytes = concat(segment.parts.map((part) => part.bytes));
  let at = 0;
  const parts = segment.parts.map((part) => ({ ...part, bytes: bytes.subarray(at, (at += part.bytes.length)) }));
  return { ...segment, parts, bytes };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
