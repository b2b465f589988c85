import type { ApplicationInstance } from '../application/application-instance.js';
import type { StreamName } from '../application/stream-name.js';
import { liveName, parseStreamName } from '../application/stream-name.js';
import type { Timer } from '../time/clock.js';
import type { LiveSubscriptionMeans } from './live-subscription.js';
import { LiveSubscription } from './live-subscription.js';

export interface LiveSplitterOptions {
  /** Milliseconds for which a stream is taken that nobody plays any more. */
  readonly linger: number;
  /** Milliseconds for which who wants to play waits until the origin has said whether the stream is published. */
  readonly requestTimeout: number;
}

/** Streams that are taken though nobody plays them: a player may ask for one name after the other. */
const MAX_LINGERING = 1000;

interface Taken {
  readonly subscription: LiveSubscription;
  /** Runs while nobody plays it. */
  linger: Timer | undefined;
}

/**
 * The live streams that an instance takes from its origin: each once, from when the first wants to play it until some
 * time after the last has gone.
 */
export class LiveSplitter {
  readonly #taken = new Map<string, Taken>();
  /** Those that nobody plays, the one that lingers for the longest first. */
  readonly #lingering = new Set<string>();
  readonly #unwatch: () => void;

  constructor(
    private readonly instance: ApplicationInstance,
    private readonly means: LiveSubscriptionMeans,
    private readonly options: () => LiveSplitterOptions,
  ) {
    this.#unwatch = instance.streams.watchPlayers((name, isPlayed) => this.#played(name, isPlayed));
  }

  /** Streams that are taken now. */
  get size(): number {
    return this.#taken.size;
  }

  /** Somebody is about to play it. Resolves when it is known whether it is published. */
  prepare(stream: StreamName): Promise<void> {
    const taken = this.#take(liveName(stream), stream);
    if (taken.linger !== undefined) this.#lingers(liveName(stream), taken);
    return taken.subscription.known(this.options().requestTimeout);
  }

  close(): void {
    this.#unwatch();
    for (const name of [...this.#taken.keys()]) this.#stop(name);
  }

  #played(name: string, isPlayed: boolean): void {
    const stream = parseStreamName(name);
    if (stream === undefined) return;
    const taken = isPlayed ? this.#take(name, stream) : this.#taken.get(name);
    if (taken === undefined) return;
    if (!isPlayed) return this.#lingers(name, taken);
    taken.linger?.cancel();
    taken.linger = undefined;
    this.#lingering.delete(name);
  }

  #take(name: string, { type, name: path }: StreamName): Taken {
    const known = this.#taken.get(name);
    if (known !== undefined) return known;
    // The query was for this server: who may play has been decided.
    const subscription = new LiveSubscription(this.instance, { type, name: path, query: '' }, this.means);
    const taken: Taken = { subscription, linger: undefined };
    this.#taken.set(name, taken);
    this.#lingers(name, taken);
    subscription.start();
    return taken;
  }

  #lingers(name: string, taken: Taken): void {
    taken.linger?.cancel();
    taken.linger = this.means.clock.after(this.options().linger, () => this.#stop(name));
    this.#lingering.delete(name);
    this.#lingering.add(name);
    const [oldest] = this.#lingering;
    if (this.#lingering.size > MAX_LINGERING && oldest !== undefined) this.#stop(oldest);
  }

  #stop(name: string): void {
    const taken = this.#taken.get(name);
    this.#taken.delete(name);
    this.#lingering.delete(name);
    taken?.linger?.cancel();
    taken?.subscription.stop();
  }
}
