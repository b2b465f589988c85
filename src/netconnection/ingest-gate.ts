import type { IngestOptions } from '../application/application-options.js';
import { TokenBucket } from '../time/token-bucket.js';

/** Shorter waits than this are saved up: a timer for each message would cost more than it spares. */
const SHORTEST_WAIT = 10;

/** Slows down a connection that publishes more than it may. */
export class IngestGate {
  readonly #bytes: TokenBucket;
  readonly #messages: TokenBucket;

  constructor({ bytesPerSecond, messagesPerSecond }: IngestOptions, now: number) {
    this.#bytes = new TokenBucket(bytesPerSecond, now);
    this.#messages = new TokenBucket(messagesPerSecond, now);
  }

  /** So much came at `now`. Answers the milliseconds to wait before more is read, 0 for none. */
  passed(bytes: number, messages: number, now: number): number {
    const wait = Math.max(this.#bytes.take(bytes, now), this.#messages.take(messages, now));
    return wait < SHORTEST_WAIT ? 0 : wait;
  }
}
