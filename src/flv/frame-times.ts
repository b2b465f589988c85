import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';

/** Longer than this, the distance of two frames says nothing about how long the last one lasts. */
const LONGEST_FRAME = 1000;

interface LastFrame {
  readonly time: number;
  /** Milliseconds to the one before it; 0 if there was none. */
  readonly distance: number;
}

/** Follows the times of frames, to know where the media ends. */
export class FrameTimes {
  readonly #last = new Map<MediaMessage['kind'], LastFrame>();
  #lastTime = 0;
  #canSeekToEnd = false;

  /** The highest time so far. */
  get lastTime(): number {
    return this.#lastTime;
  }

  /** The last picture so far is a key frame. */
  get canSeekToEnd(): boolean {
    return this.#canSeekToEnd;
  }

  /** Takes the next message with media time (milliseconds). */
  accept(message: MediaMessage, time: number): void {
    const before = this.#last.get(message.kind);
    const distance = before === undefined ? 0 : time - before.time;
    const isUsual = distance > 0 && distance <= LONGEST_FRAME;
    this.#last.set(message.kind, { time, distance: isUsual ? distance : (before?.distance ?? 0) });
    this.#lastTime = Math.max(this.#lastTime, time);
    if (message.kind === 'video' && classify(message).isFrame) this.#canSeekToEnd = classify(message).isKeyFrame;
  }

  /** The last frame of that kind. */
  last(kind: MediaMessage['kind']): LastFrame | undefined {
    return this.#last.get(kind);
  }

  /** When the last frame ends, if it lasts as long as the one before it. */
  get duration(): number {
    let end = this.#lastTime;
    for (const { time, distance } of this.#last.values()) end = Math.max(end, time + distance);
    return end;
  }
}
