import type { IngestOptions } from '../application/application-options.js';
import type { Clock } from '../time/clock.js';
import { pause } from '../time/pause.js';
import { TokenBucket } from '../time/token-bucket.js';

/** Shorter waits than this are saved up: a timer for each message would cost more than it spares. */
const SHORTEST_WAIT = 10;

/** Slows down a connection that publishes more than it may. */
export class IngestGate {
  readonly #bytes: TokenBucket;
  readonly #messages: TokenBucket;

  constructor(
    { bytesPerSecond, messagesPerSecond }: IngestOptions,
    private readonly clock: Clock,
  ) {
    const now = clock.now();
    this.#bytes = new TokenBucket(bytesPerSecond, now);
    this.#messages = new TokenBucket(messagesPerSecond, now);
  }

  /** A message of that size came at `now`. Answers a promise to wait for before the next, if it was too much. */
  passed(bytes: number, now: number): Promise<void> | undefined {
    const wait = Math.max(this.#bytes.take(bytes, now), this.#messages.take(1, now));
    return wait < SHORTEST_WAIT ? undefined : pause(this.clock, wait);
  }
}
