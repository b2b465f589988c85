import { classify } from '../media/classify.js';
import type { MediaKind, MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';

/** Milliseconds that a frame is shown of which nothing tells how long: a picture alone. */
const ONE_FRAME = 1000;
/** Milliseconds of the shortest item: a list of items that are over at once must not spin. */
const SHORTEST = 100;
/** Milliseconds that the last frame of an item is shown at most. */
const LONGEST_FRAME = 1000;

/**
 * Puts one item of a playlist on the time of the stream, which goes on from item to item: no message is before
 * the beginning of the item, and no kind steps back. Times of the stream are milliseconds that do not wrap.
 */
export class ItemTime {
  readonly #newest = new Map<MediaKind, { time: number; step: number | undefined }>();

  /**
   * @param begin of the item, on the stream
   * @param origin the timestamp of the item that is put there
   * @param isData the item has neither sound nor picture: its data messages count as frames
   */
  constructor(
    readonly begin: number,
    private readonly origin: number,
    private readonly isData = false,
  ) {}

  /** When a timestamp of the item is due on the stream. */
  of(timestamp: number): number {
    return Math.max(this.begin, this.begin + timestampDelta(timestamp, this.origin));
  }

  /** `message` at its time on the stream. */
  place(message: MediaMessage): MediaMessage {
    const before = this.#newest.get(message.kind);
    const time = Math.max(before?.time ?? this.begin, this.of(message.timestamp));
    if (isFrame(message) || this.isData) {
      const step = before && (time > before.time ? time - before.time : before.step);
      this.#newest.set(message.kind, { time, step });
    }
    return message.at(time % 0x1_0000_0000);
  }

  /** Whether a frame was placed. */
  get hasFrames(): boolean {
    return this.#newest.size > 0;
  }

  /** When the last frame begins. */
  get newest(): number {
    return Math.max(this.begin, ...[...this.#newest.values()].map(({ time }) => time));
  }

  /** Where the last frames end, if each lasts as long as the one before it. */
  get end(): number {
    const frames = [...this.#newest.values()];
    const timed = frames.filter(({ step }) => step !== undefined);
    const ends = timed.map(({ time, step = 0 }) => time + Math.min(step, LONGEST_FRAME));
    if (frames.length > 0 && timed.length === 0) return this.begin + ONE_FRAME;
    return Math.max(this.begin + SHORTEST, ...frames.map(({ time }) => time), ...ends);
  }
}

/** What is of a codec that is not known is taken for frames. */
function isFrame(message: MediaMessage): boolean {
  const { kind, payload } = message;
  const what = classify(message);
  return what.isFrame || (kind !== 'data' && what.codec === undefined && payload.length > 0);
}
