import { RtmpError } from '../rtmp-error.js';

/** A chunk with as much payload as RTMP's default chunk size is worth its header. */
const FREE_PAYLOAD = 128;

/**
 * Bounds the work that headers make: a peer that sets its chunk size to 1 makes us decode a header for
 * every byte of payload. Each chunk costs what it lacks to 128 bytes, and time refills the budget, which
 * holds one second's worth.
 */
export class ChunkBudget {
  readonly #perMillisecond: number;
  readonly #full: number;
  #left: number;
  #refilledAt: number | undefined;

  constructor(smallChunksPerSecond: number) {
    this.#full = smallChunksPerSecond * FREE_PAYLOAD;
    this.#perMillisecond = this.#full / 1000;
    this.#left = this.#full;
  }

  /** Pays for a chunk of `size` bytes; throws `too-many-chunks` when the budget is used up. */
  spend(size: number, now: number): void {
    if (size >= FREE_PAYLOAD) return;
    this.#refilledAt ??= now;
    this.#left -= FREE_PAYLOAD - size;
    if (this.#left >= 0) return;
    const elapsed = Math.max(0, now - this.#refilledAt);
    this.#refilledAt = now;
    this.#left = Math.min(this.#full, this.#left + elapsed * this.#perMillisecond);
    if (this.#left < 0) throw new RtmpError('too-many-chunks', 'too many small chunks per second');
  }
}
