import type { RestreamRun, RestreamState } from '../application/restream-control.js';
import type { Backoff } from '../time/backoff.js';
import { delayBefore } from '../time/backoff.js';
import type { Clock, Timer } from '../time/clock.js';

export const restreamBackoff: Backoff = { first: 1000, longest: 60_000, attempts: Infinity };

/** Milliseconds after which one that runs is taken for one that does well: if it fails then, it is tried again soon. */
const GOOD_RUN = 10_000;

/** What an attempt may come to. */
export interface AttemptsMeans {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Tries it, from the beginning. */
  readonly attempt: () => void;
}

/** Tries something until it is told to stop: each attempt that fails is followed by another, later each time. */
export class Attempts {
  #state: RestreamState = 'idle';
  #since: number;
  #retryAt: number | undefined;
  #failures = 0;
  #failure: RestreamRun['failure'];
  #starts = 0;
  #timer: Timer | undefined;

  constructor(private readonly means: AttemptsMeans) {
    this.#since = means.clock.date();
  }

  get state(): RestreamState {
    return this.#state;
  }

  get facts(): Pick<RestreamRun, 'state' | 'since' | 'retryAt' | 'failures' | 'failure' | 'starts'> {
    return {
      state: this.#state,
      since: this.#since,
      retryAt: this.#retryAt,
      failures: this.#failures,
      failure: this.#failure,
      starts: this.#starts,
    };
  }

  /** Begins with the first attempt, or, where one waits for its time, with the next one now. */
  begin(): void {
    if (this.#state !== 'idle' && this.#state !== 'waiting') return;
    this.#enter('connecting');
    this.means.attempt();
  }

  /** It goes well. */
  running(): void {
    if (this.#state !== 'connecting') return;
    this.#enter('running');
    this.#starts++;
    this.#timer = this.means.clock.after(GOOD_RUN, () => (this.#failures = 0));
  }

  /** It is connected, and has nothing to do. */
  pausing(): void {
    if (this.#state === 'running') this.#enter('connecting');
  }

  /** It failed. Answers in how many milliseconds it is tried again; undefined if it is not, because it was stopped. */
  failed(why: string): number | undefined {
    if (this.#state !== 'connecting' && this.#state !== 'running') return undefined;
    const { clock, random } = this.means;
    this.#failures++;
    this.#failure = { at: clock.date(), why };
    const delay = delayBefore(this.#failures, restreamBackoff, random())!;
    this.#enter('waiting');
    this.#retryAt = clock.date() + delay;
    this.#timer = clock.after(delay, () => this.begin());
    return delay;
  }

  /** Nothing is tried any more, until it begins anew. */
  stop(): void {
    this.#failures = 0;
    this.#enter('idle');
  }

  #enter(state: RestreamState): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#retryAt = undefined;
    this.#state = state;
    this.#since = this.means.clock.date();
  }
}
