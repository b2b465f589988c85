/** Samples that the mean follows. At 25 frames per second these are four seconds. */
const SAMPLES = 100;

/**
 * How far audio is ahead of video, smoothed, because they come in turns; and how far that has drifted since
 * the beginning, as it does with encoders that take the time of their sound card for that of their camera.
 */
export class AudioVideoSkew {
  #samples = 0;
  #mean = 0;
  #first = 0;

  /** The newest audio is `milliseconds` ahead of the newest video; negative if it is behind. */
  add(milliseconds: number): void {
    this.#samples = Math.min(this.#samples + 1, SAMPLES + 1);
    this.#mean += (milliseconds - this.#mean) / Math.min(this.#samples, SAMPLES);
    if (this.#samples <= SAMPLES) this.#first = this.#mean;
  }

  /** Milliseconds, smoothed. */
  get ahead(): number {
    return this.#mean;
  }

  /** Milliseconds that {@link ahead} has changed since the beginning. */
  get drift(): number {
    return this.#mean - this.#first;
  }
}
