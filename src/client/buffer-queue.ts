import type { SourceBufferLike } from './media-source-like.js';
import { VideoError } from './video-error.js';

/** Seconds of what was shown that are kept, and by how much more before something is removed. */
const KEPT = 10;
const SLACK = 10;
/** Seconds that wait to be shown at most, for who pauses: what is live is not waited for. */
const MOST_AHEAD = 60;
/** Bytes that wait for the browser at most. */
const MAX_WAITING = 32 * 1024 * 1024;

/** What a feed needs of its player. */
export interface FeedOwner {
  /** Of the element, in seconds. */
  readonly currentTime: number;
  /** Something can be shown, or was removed. */
  updated(): void;
  failed(error: VideoError): void;
}

/** What is done with a SourceBuffer, one after the other: it takes nothing while it is at work. */
export class BufferQueue {
  #waiting: { readonly size: number; readonly work: () => void }[] = [];
  #waitingBytes = 0;

  constructor(
    readonly buffer: SourceBufferLike,
    private readonly owner: FeedOwner,
  ) {
    buffer.addEventListener('updateend', this.#next);
  }

  /** @param size of what is appended, in bytes */
  do(size: number, work: () => void): void {
    if (this.#waitingBytes > MAX_WAITING) {
      this.owner.failed(new VideoError('failed', 'The browser takes nothing more of this stream.'));
      return;
    }
    this.#waitingBytes += size;
    this.#waiting.push({ size, work });
    if (!this.buffer.updating && this.#waiting.length === 1) this.#next();
  }

  /** Removes all that is there, and all that waits. */
  clear(): void {
    this.#forget();
    this.do(0, () => this.buffer.remove(0, Infinity));
  }

  close(): void {
    this.buffer.removeEventListener('updateend', this.#next);
    this.#forget();
  }

  #forget(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  readonly #next = (): void => {
    this.owner.updated();
    while (!this.buffer.updating && !this.#trim()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#waitingBytes -= next.size;
      try {
        next.work();
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        this.owner.failed(new VideoError('failed', `The browser could not take it: ${what}`));
      }
    }
  };

  /** Removes what was shown long ago. Answers whether there was something. */
  #trim(): boolean {
    const { buffered } = this.buffer;
    if (buffered.length === 0) return false;
    const until = Math.max(this.owner.currentTime - KEPT, buffered.end(buffered.length - 1) - MOST_AHEAD);
    if (buffered.start(0) > until - SLACK) return false;
    this.buffer.remove(0, until);
    return true;
  }
}
