import type { Clock, Timer } from '../../time/clock.js';
import type { ServerPages } from '../server-pages.js';
import type { ServerView } from '../server-view.js';
import type { EventFeed } from './event-feed.js';
import type { History, Sample } from './schema/server.js';

/** Milliseconds between two samples that are kept, and how many are. */
const INTERVAL = 5000;
const MAX_SAMPLES = 120;
/** Milliseconds between two that are told. */
const LIVE_INTERVAL = 2000;

interface Totals {
  readonly at: number;
  readonly received: number;
  readonly sent: number;
  readonly cpu: number;
  readonly active: number;
  readonly idle: number;
  readonly delays: { readonly count: number; readonly sum: number };
}

/** Measures the server from time to time: some additions for each application and stream, none for each client. */
export class Sampler {
  readonly #samples: Sample[] = [];
  #kept: Totals | undefined;
  #told: Totals | undefined;
  #newest: Sample | undefined;
  #timer: Timer | undefined;
  #liveTimer: Timer | undefined;

  constructor(
    private readonly view: Pick<ServerView, 'process'>,
    private readonly pages: Pick<ServerPages, 'counts' | 'traffic'>,
    private readonly feed: EventFeed,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.#kept = this.#totals();
    this.#keep();
    this.#live();
  }

  close(): void {
    this.#timer?.cancel();
    this.#liveTimer?.cancel();
  }

  /** The server now; rates are those of the last seconds. */
  get now(): Sample {
    return {
      ...(this.#newest ?? this.#sample(this.#totals(), this.#kept)),
      ...this.pages.counts(),
      at: this.clock.date(),
    };
  }

  get history(): History {
    return { interval: INTERVAL, samples: [...this.#samples] };
  }

  #keep(): void {
    this.#timer = this.clock.after(INTERVAL, () => {
      const totals = this.#totals();
      this.#newest = this.#sample(totals, this.#kept);
      this.#kept = totals;
      this.#samples.push(this.#newest);
      if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
      this.#keep();
    });
  }

  #live(): void {
    this.#liveTimer = this.clock.after(LIVE_INTERVAL, () => {
      if (this.feed.isHeard) {
        const [totals, before] = [this.#totals(), this.#told];
        this.#told = totals;
        // What was kept may be of this very moment: a rate needs some time in between.
        if (before !== undefined) this.feed.tell('sample', () => this.#sample(totals, before));
      } else {
        this.#told = undefined;
      }
      this.#live();
    });
  }

  #totals(): Totals {
    const { cpu, eventLoop } = this.view.process();
    const { active, idle, delay } = eventLoop;
    return { at: this.clock.now(), ...this.pages.traffic(), cpu, active, idle, delays: delay };
  }

  #sample(now: Totals, before: Totals = now): Sample {
    const { memory } = this.view.process();
    const seconds = Math.max(0.001, (now.at - before.at) / 1000);
    const [delays, loop] = [
      now.delays.count - before.delays.count,
      now.active + now.idle - before.active - before.idle,
    ];
    const round = (value: number, digits = 0): number => Number(value.toFixed(digits));
    return {
      at: this.clock.date(),
      ...this.pages.counts(),
      receivedPerSecond: Math.max(0, round((now.received - before.received) / seconds)),
      sentPerSecond: Math.max(0, round((now.sent - before.sent) / seconds)),
      cpu: round((now.cpu - before.cpu) / seconds, 3),
      memory: memory.resident,
      heapUsed: memory.heapUsed,
      eventLoopDelay: delays <= 0 ? 0 : round(((now.delays.sum - before.delays.sum) / delays) * 1000, 2),
      eventLoopLoad: loop <= 0 ? 0 : round((now.active - before.active) / loop, 3),
    };
  }
}
