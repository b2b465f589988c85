import type { ApplicationBandwidth } from '../application/application-bandwidth.js';
import type { IngestOptions } from '../application/application-options.js';
import { TokenBucket } from '../time/token-bucket.js';

/** Shorter waits than this are saved up: a timer for each message would cost more than it spares. */
const SHORTEST_WAIT = 10;

/** Slows down a connection that publishes more than it may. */
export class IngestGate {
  readonly #bytes: TokenBucket;
  readonly #messages: TokenBucket;

  /** @param shared what the application has for all of its publishers */
  constructor(
    { bytesPerSecond, messagesPerSecond }: IngestOptions,
    now: number,
    private readonly shared?: ApplicationBandwidth,
  ) {
    this.#bytes = new TokenBucket(bytesPerSecond, now);
    this.#messages = new TokenBucket(messagesPerSecond, now);
  }

  /** So much came at `now`. Answers the milliseconds to wait before more is read, 0 for none. */
  passed(bytes: number, messages: number, now: number): number {
    const own = Math.max(this.#bytes.take(bytes, now), this.#messages.take(messages, now));
    const wait = Math.max(own, this.shared?.take('clientToServer', bytes, now) ?? 0);
    return wait < SHORTEST_WAIT ? 0 : wait;
  }
}
