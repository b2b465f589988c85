import type { MediaElementLike } from './media-source-like.js';
import { hasCurrent } from './media-source-like.js';
import { platformClock } from './platform.js';

/** Seconds of live media beyond the buffer, with which the picture jumps. */
const JUMP = 1.5;
/** Milliseconds until it may jump again: after a jump a browser first has to decode from the key frame before. */
const JUMP_PAUSE = 3000;
const FASTER = 1.1;
/** Seconds of a recording in which nothing is. */
const GAP = 1;

/** Keeps an element near the newest of what it is to show. */
export class LiveEdge {
  #hasShown = false;
  #jumpedAt = -Infinity;

  /**
   * @param target seconds that wait to be shown
   * @param isLive false for recordings, of which all is shown
   */
  constructor(
    private readonly element: MediaElementLike,
    private readonly target: number,
    private readonly isLive: () => boolean,
  ) {}

  /** Whether the element has been told where to begin. */
  get hasShown(): boolean {
    return this.#hasShown;
  }

  /** There is another Media Source. */
  restart(): void {
    this.#hasShown = false;
  }

  /** Who has paused sees the newest at once. */
  resume(): void {
    this.#jumpedAt = -Infinity;
    this.update();
  }

  /** There is more, or less, than before. */
  update(): void {
    const { element, target } = this;
    const { buffered } = element;
    const last = buffered.length - 1;
    if (last < 0) return;
    const [start, end] = [buffered.start(last), buffered.end(last)];
    const isLive = this.isLive();
    const newest = Math.max(start, end - target);
    const ahead = end - element.currentTime;
    if (!this.#hasShown) {
      this.#hasShown = true;
      element.currentTime = isLive ? newest : start;
    } else if (isLive && element.paused) {
      // The picture stands still until it is played on.
    } else if (isLive && ahead > target + JUMP) {
      const now = platformClock.now();
      if (now - this.#jumpedAt < JUMP_PAUSE) return;
      this.#jumpedAt = now;
      element.currentTime = newest;
    } else if (element.currentTime < start && !hasCurrent(element) && (isLive || start - element.currentTime < GAP)) {
      // What was lost on the way is not waited for. In a recording somebody may have gone elsewhere.
      element.currentTime = start;
    } else if (isLive) {
      if (ahead > 2 * target) element.playbackRate = FASTER;
      else if (ahead <= target) element.playbackRate = 1;
    }
  }
}
