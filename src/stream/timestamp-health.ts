import { timestampDelta } from '../time/timestamp.js';

/**
 * - `jumpForward`: more than a second further than time has passed
 * - `jumpBack`: more than a second back
 * - `stepBack`: back by less
 * - `wrap`: begins again after 2^24, 2^31 or 2^32 milliseconds. The last is how it should be; the others come
 *   from encoders that write too few bits
 * - `allZero`: a publication turns out to say 0 all the time
 * - `mended`: the stream put a timestamp right, by its policy
 */
export type TimestampEvent = 'jumpForward' | 'jumpBack' | 'stepBack' | 'wrap' | 'allZero' | 'mended';

/** Milliseconds. */
const JUMP = 1000;
/** Milliseconds before and after a wrap in which it is one. */
const NEAR_WRAP = 10_000;
const WRAPS = [2 ** 24, 2 ** 31, 2 ** 32];
/** Frames that say 0 before they are taken to say nothing else. */
const ALL_ZERO = 100;

type Kind = 'audio' | 'video';

/** Watches the timestamps of one publication as the encoder sent them, before anything is mended. */
export class TimestampHealth {
  readonly #newest: Record<Kind, number | undefined> = { audio: undefined, video: undefined };
  readonly #receivedAt: Record<Kind, number> = { audio: 0, video: 0 };
  #zeros: number | undefined = 0;
  #largestJump = 0;

  /** The timestamp received last. */
  newest(kind: Kind): number | undefined {
    return this.#newest[kind];
  }

  /** Whether no frame has said anything but 0, of many. */
  get allZero(): boolean {
    return this.#zeros !== undefined && this.#zeros >= ALL_ZERO;
  }

  /** Milliseconds of the largest jump of this publication; negative if it was one back, 0 if there was none. */
  get largestJump(): number {
    return this.#largestJump;
  }

  /** Takes the timestamp of a frame received at `now`; answers what is remarkable about it. */
  frame(kind: Kind, timestamp: number, now: number): TimestampEvent | undefined {
    const before = this.#newest[kind];
    const passed = now - this.#receivedAt[kind];
    this.#newest[kind] = timestamp;
    this.#receivedAt[kind] = now;
    if (timestamp !== 0) this.#zeros = undefined;
    else if (this.#zeros !== undefined && ++this.#zeros === ALL_ZERO) return 'allZero';
    return before === undefined ? undefined : this.#judge(kind, timestamp, before, passed);
  }

  #judge(kind: Kind, timestamp: number, before: number, passed: number): TimestampEvent | undefined {
    const step = timestampDelta(timestamp, before);
    if (step >= 0 && step - passed <= JUMP && timestamp >= before) return undefined;
    if (timestamp < before && isWrap(timestamp, before)) return this.#discontinuity(kind, 'wrap');
    if (step < 0 && step >= -JUMP) return 'stepBack';
    if (Math.abs(step) > Math.abs(this.#largestJump)) this.#largestJump = step;
    return this.#discontinuity(kind, step < 0 ? 'jumpBack' : 'jumpForward');
  }

  /** Where one kind jumps the other one follows: that is the same jump. */
  #discontinuity(kind: Kind, event: TimestampEvent): TimestampEvent {
    this.#newest[kind === 'audio' ? 'video' : 'audio'] = undefined;
    return event;
  }
}

function isWrap(timestamp: number, before: number): boolean {
  return timestamp < NEAR_WRAP && WRAPS.some((wrap) => before < wrap && wrap - before <= NEAR_WRAP);
}
