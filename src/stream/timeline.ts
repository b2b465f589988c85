import { timestampAdd, timestampDelta } from '../time/timestamp.js';

/**
 * - `asSent`: the timestamps of the encoder
 * - `monotonic`: steps back and large jumps are mended
 * - `fromZero`: that too, and the first timestamp is 0
 */
export type TimestampPolicy = 'asSent' | 'monotonic' | 'fromZero';

/** Milliseconds by which audio and video may stand out of order without being mended. */
const DISORDER = 1000;
/** Milliseconds forward, more than have passed, that are a jump and no pause. */
const JUMP = 10_000;

/**
 * Places the timestamps of successive publications on the one clock of a live stream, so that players
 * who stay from one publisher to the next see time go on. Whatever the policy, that is so from one
 * publication to the next; within one, only `asSent` lets through what the encoder gets wrong.
 */
export class Timeline {
  #offset: number | undefined;
  #newest = 0;
  #receivedAt: number | undefined;
  #mended = 0;

  constructor(private readonly policy: TimestampPolicy) {
    this.#offset = this.#firstOffset;
  }

  /** The timestamp placed last. */
  get newest(): number {
    return this.#newest;
  }

  /** How often a timestamp was mended. */
  get mended(): number {
    return this.#mended;
  }

  /** A new publication begins; `goOn` if there are players who have seen the one before. */
  restart(goOn: boolean): void {
    if (goOn && this.#receivedAt !== undefined) {
      this.#offset = undefined;
      return;
    }
    this.#offset = this.#firstOffset;
    this.#newest = 0;
    this.#receivedAt = undefined;
  }

  /** The stream's timestamp for one of the publisher's, received at `now` (milliseconds, monotonic). */
  place(timestamp: number, now: number): number {
    const passed = Math.round(now - (this.#receivedAt ?? now));
    const offset = (this.#offset ??= timestampDelta(timestampAdd(this.#newest, passed), timestamp));
    let placed = timestampAdd(timestamp, offset);
    if (this.policy !== 'asSent' && this.#receivedAt !== undefined && this.#isWrong(placed, passed)) {
      placed = timestampAdd(this.#newest, passed);
      this.#offset = timestampDelta(placed, timestamp);
      this.#mended++;
    }
    this.#newest = placed;
    this.#receivedAt = now;
    return placed;
  }

  /** The stream's timestamp at `now` of what has none of its own, while nobody publishes: time goes on by the clock. */
  pass(now: number): number {
    this.#newest = timestampAdd(this.#newest, Math.round(now - (this.#receivedAt ?? now)));
    this.#receivedAt = now;
    return this.#newest;
  }

  /** Undefined where the first timestamp decides. */
  get #firstOffset(): number | undefined {
    return this.policy === 'fromZero' ? undefined : 0;
  }

  #isWrong(placed: number, passed: number): boolean {
    const step = timestampDelta(placed, this.#newest);
    return step < -DISORDER || step - passed > JUMP;
  }
}
