import type { KeyFrameReport } from './media-report.js';

/** Follows how far key frames are apart. */
export class KeyFrameIntervals {
  #count = 0;
  #first = 0;
  #last = 0;
  #longest = 0;

  /** @param time milliseconds of the next key frame */
  add(time: number): void {
    if (this.#count++ === 0) this.#first = time;
    else this.#longest = Math.max(this.#longest, time - this.#last);
    this.#last = time;
  }

  get report(): KeyFrameReport {
    const intervals = this.#count - 1;
    if (intervals < 1) return { count: this.#count, meanInterval: undefined, maxInterval: undefined };
    return {
      count: this.#count,
      meanInterval: Math.round((this.#last - this.#first) / intervals),
      maxInterval: this.#longest,
    };
  }
}
