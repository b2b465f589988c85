import type { RecordingListener } from '../application/recording.js';
import type { Refusal } from '../application/refusal.js';
import type { RemotePublication } from '../application/remote-publications.js';
import type { Logger } from '../log/logger.js';
import type { JoinedStream } from '../stream/joined-stream.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { MessageSink } from '../stream/message-sink.js';
import type { Dismissal } from '../stream/publisher.js';
import type { Backoff } from '../time/backoff.js';
import { delayBefore } from '../time/backoff.js';
import type { Clock, Timer } from '../time/clock.js';

/** Hears what an origin says to what is published there. */
export interface PublicationListener {
  /** It takes the stream: `sink` brings there what it is given. */
  accepted(sink: MessageSink): void;
  /** It does not take it, or no longer. */
  refused(refusal: Refusal): void;
  /** The way there broke, or the origin does not know the client yet: it may be tried again. */
  lost(why: string): void;
  readonly recording: RecordingListener | undefined;
}

/** Asks an origin to take a stream; answers what ends that. The listener hears nothing more then. */
export type PublishThere = (listener: PublicationListener) => EndPublication;

/**
 * Ends what is published at an origin; what is on its way there still goes.
 *
 * @param lost the client went without a word
 */
export type EndPublication = (lost: boolean) => void;

/** What an {@link EdgePublication} is made with. */
export interface EdgePublicationMeans {
  readonly publish: PublishThere;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds in which an origin must have taken it. */
  readonly timeout: number;
}

const BACKOFF: Backoff = { first: 250, longest: 5000, attempts: Infinity };

/**
 * What a client of an edge publishes, on its way to the origin. When the way breaks, the origin that comes after is
 * asked to take it, and is given first what a player is given first.
 */
export class EdgePublication implements RemotePublication {
  #leave: EndPublication = () => undefined;
  #joined: JoinedStream | undefined;
  #timer: Timer | undefined;
  #failures = 0;
  #isOver = false;
  /** Of the clock: since when what is published reaches no origin; undefined while it does, or before it first did. */
  #lostAt: number | undefined;
  /** Until the first origin has answered. */
  #answer: ((refusal: Refusal | undefined) => void) | undefined;

  constructor(
    readonly live: LiveStream,
    private readonly means: EdgePublicationMeans,
    private readonly recording: RecordingListener | undefined,
    private readonly dismissed: (why: Dismissal) => void,
  ) {}

  /** Resolves when an origin has taken it, or with the reason why none has. */
  begin(): Promise<Refusal | undefined> {
    return new Promise((resolve) => {
      const timeout = this.means.clock.after(this.means.timeout, () => this.#refuse(unreachable));
      this.#answer = (refusal) => {
        timeout.cancel();
        resolve(refusal);
      };
      this.#try();
    });
  }

  end(lost: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer?.cancel();
    this.#joined?.leave();
    this.#leave(lost);
  }

  #try(): void {
    let isOver = false;
    const over = (): boolean => {
      const wasOver = isOver || this.#isOver;
      isOver = true;
      this.#joined?.leave();
      this.#joined = undefined;
      return wasOver;
    };
    const leave = this.means.publish({
      recording: this.recording,
      accepted: (sink) => {
        if (isOver || this.#isOver) return;
        this.#failures = 0;
        this.#found();
        const player = this.live.join(sink);
        this.#joined = { isPublished: true, leave: () => this.live.leave(player) };
        this.#answered(undefined);
      },
      refused: (refusal) => {
        if (!over()) this.#refuse(refusal);
      },
      lost: (why) => {
        const wasTaken = this.#joined !== undefined;
        if (over()) return;
        if (wasTaken) this.#lost(why);
        this.#again();
      },
    });
    this.#leave = (lost) => {
      isOver = true;
      leave(lost);
    };
  }

  #lost(why: string): void {
    const { clock, logger } = this.means;
    this.#lostAt = clock.now();
    logger.warn('what a client publishes does not reach the origin; it is tried again', {
      stream: this.live.name,
      why,
    });
  }

  #found(): void {
    if (this.#lostAt === undefined) return;
    const { clock, logger } = this.means;
    logger.info('what a client publishes reaches an origin again', {
      stream: this.live.name,
      after: Math.round(clock.now() - this.#lostAt),
    });
    this.#lostAt = undefined;
  }

  #again(): void {
    const delay = delayBefore(++this.#failures, BACKOFF, this.means.random())!;
    this.#timer = this.means.clock.after(delay, () => this.#try());
  }

  #refuse(refusal: Refusal): void {
    const isFirst = this.#answer !== undefined;
    this.end(false);
    this.#answered(refusal);
    if (!isFirst) this.dismissed('replaced');
  }

  #answered(refusal: Refusal | undefined): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(refusal);
  }
}

const unreachable: Refusal = {
  rule: 'proxy: the origin did not take the stream in time',
  reason: 'failed',
  description: 'The origin cannot be reached.',
};
