import type { MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';

/** Milliseconds and bytes of sound that are kept for a picture that was announced. */
const MAX_TIME = 30_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** Milliseconds by which sound may be before the first picture. */
const RECENT = 1000;

interface Held {
  readonly message: MediaMessage;
  /** When it came (milliseconds, monotonic). */
  readonly at: number;
}

/** Sound and data that came before the first key frame of a picture that was announced. */
export class HeldMedia {
  readonly #held: Held[] = [];
  #bytes = 0;

  /** Keeps it; false, when the picture has been waited for long enough. */
  add(message: MediaMessage, at: number): boolean {
    this.#held.push({ message, at });
    this.#bytes += message.payload.length;
    const [first] = this.#held;
    return this.#bytes < MAX_BYTES && timestampDelta(message.timestamp, first!.message.timestamp) < MAX_TIME;
  }

  /** Gives up what belongs to a picture at `timestamp`; what is older is forgotten. */
  takeRecent(timestamp: number): Held[] {
    return this.takeAll().filter(({ message }) => timestampDelta(timestamp, message.timestamp) < RECENT);
  }

  takeAll(): Held[] {
    this.#bytes = 0;
    return this.#held.splice(0);
  }
}
