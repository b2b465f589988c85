import type { ApplicationInstance } from '../application/application-instance.js';
import { isRefusal } from '../application/refusal.js';
import type { StreamName } from '../application/stream-name.js';
import type { Logger } from '../log/logger.js';
import type { MediaMessage } from '../media/media-message.js';
import type { LiveInput } from '../stream/live-input.js';
import type { Publisher } from '../stream/publisher.js';
import type { Backoff } from '../time/backoff.js';
import { delayBefore } from '../time/backoff.js';
import type { Clock, Timer } from '../time/clock.js';
import type { MediaOrigin, OriginStreamListener } from './media-origin.js';

const BACKOFF: Backoff = { first: 250, longest: 5000, attempts: Infinity };

export interface LiveSubscriptionMeans {
  readonly origin: Pick<MediaOrigin, 'play'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * A live stream of the origin, taken once for all who play it here: published here while it is published there. When
 * the way to the origin breaks it is unpublished, and taken again as soon as that can be.
 */
export class LiveSubscription implements Publisher, OriginStreamListener {
  readonly clientId = 'origin';
  #input: LiveInput | undefined;
  #leave: (() => void) | undefined;
  #retry: Timer | undefined;
  #failures = 0;
  #isOver = false;
  #isKnown = false;
  #waiting: (() => void)[] = [];

  constructor(
    private readonly instance: ApplicationInstance,
    private readonly stream: StreamName,
    private readonly means: LiveSubscriptionMeans,
  ) {}

  /** Whether it is published, as far as is known. */
  get isPublished(): boolean {
    return this.#input !== undefined;
  }

  start(): void {
    this.#retry = undefined;
    this.#leave = this.means.origin.play(this.instance.name, this.stream, this);
  }

  /** Resolves when the origin has said whether the stream is published, or after `timeout` milliseconds. */
  known(timeout: number): Promise<void> {
    if (this.#isKnown || this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.means.clock.after(timeout, resolve);
      this.#waiting.push(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  /** Nobody wants it any more. */
  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#retry?.cancel();
    this.#leave?.();
    this.#unpublish(false);
    this.#know();
  }

  published(): void {
    this.#failures = 0;
    const { instance, stream } = this;
    if (this.#input === undefined && !instance.isLive(stream)) {
      const input = instance.publications.feed(stream, this);
      if (isRefusal(input)) {
        const { rule, reason } = input;
        this.means.logger.warn('a stream of the origin is not played here', { stream: stream.name, rule, reason });
      } else {
        this.#input = input;
      }
    }
    this.#know();
  }

  unpublished(): void {
    this.#failures = 0;
    this.#unpublish(false);
    this.#know();
  }

  media(message: MediaMessage): void {
    this.#input?.receive(message);
  }

  dataFrame(name: string, message: MediaMessage): void {
    this.#input?.setDataFrame(name, message);
  }

  ended(why: string): void {
    if (this.#isOver) return;
    this.#leave = undefined;
    const wasPublished = this.isPublished;
    this.#unpublish(true);
    const { clock, logger, random } = this.means;
    this.#failures++;
    const delay = delayBefore(this.#failures, BACKOFF, random())!;
    const fields = { stream: this.stream.name, why, delay: Math.round(delay) };
    if (wasPublished) logger.warn('a stream of the origin was lost, and is asked for again', fields);
    else logger.debug('a stream of the origin cannot be had, and is asked for again', fields);
    this.#retry = clock.after(delay, () => this.start());
    this.#know();
  }

  /** The other side of the way is watched by the way itself. */
  isAlive(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** Somebody publishes it here. */
  dismissed(): void {
    this.#unpublish(false);
  }

  #unpublish(lost: boolean): void {
    if (this.#input === undefined) return;
    this.#input = undefined;
    this.instance.publications.unpublish(this, lost);
  }

  #know(): void {
    this.#isKnown = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const known of waiting) known();
  }
}
