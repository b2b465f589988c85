import { classify } from '../media/classify.js';
import type { MediaKind, MediaMessage } from '../media/media-message.js';

/** Milliseconds and bytes of sound that are kept until a picture can begin. */
const MAX_TIME = 30_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** A message with the time of the recording at which it is (milliseconds). */
export interface PlacedMedia {
  readonly message: MediaMessage;
  readonly time: number;
}

/**
 * What the file of a recording cannot hold, because it was set up for other media, and the next one is to begin with:
 * the kinds of media that go on there, and of sound what comes until a picture can begin.
 */
export class NextFileMedia {
  readonly #kinds = new Set<MediaKind>();
  #held: PlacedMedia[] = [];
  #bytes = 0;

  /** Another file is to begin with the next key frame. */
  get isWanted(): boolean {
    return this.#kinds.size > 0;
  }

  /** Something was kept that is worth a file. */
  get hasFrames(): boolean {
    return this.#held.some(({ message }) => classify(message).isFrame);
  }

  /** It has been waited for that long enough. */
  get isOverdue(): boolean {
    const [first] = this.#held;
    const last = this.#held.at(-1);
    return this.#bytes > MAX_BYTES || (first !== undefined && last!.time - first.time > MAX_TIME);
  }

  holds(kind: MediaKind): boolean {
    return this.#kinds.has(kind);
  }

  /** From now on everything of that kind comes here. Pictures that refer to others are of no use without them. */
  add(placed: PlacedMedia): void {
    const { message } = placed;
    this.#kinds.add(message.kind);
    if (message.kind === 'video' && !classify(message).isConfiguration) return;
    this.#held.push(placed);
    this.#bytes += message.payload.length;
  }

  /** Gives up what was kept, in its order. */
  take(): PlacedMedia[] {
    const held = this.#held;
    this.#held = [];
    this.#bytes = 0;
    this.#kinds.clear();
    return held;
  }
}
