import type { Clock } from '../time/clock.js';
import type { CodecNews } from './codec-news.js';
import type { FlushPace } from './flush-pace.js';
import type { LiveStreamOptions } from './live-stream.js';
import { LiveStream } from './live-stream.js';
import type { LiveTotals } from './live-totals.js';
import type { Publisher } from './publisher.js';
import type { PublisherWatcher } from './publisher-watcher.js';

/** Of {@link LiveStreamOptions}, what a script may say of one stream. */
export type HeldBack = Partial<Pick<LiveStreamOptions, 'maxQueueDelay' | 'maxQueueSize'>>;

/** The live streams of one application instance, by name. A stream exists while somebody publishes or plays it. */
export class LiveStreams {
  readonly #streams = new Map<string, LiveStream>();
  readonly #watchers = new Map<string, Set<PublisherWatcher>>();
  readonly #allWatchers = new Set<(name: string) => void>();
  readonly #playWatchers = new Set<(name: string, isPlayed: boolean) => void>();
  readonly #held = new Map<string, HeldBack>();

  constructor(
    private readonly clock: Clock,
    private readonly pace: FlushPace,
    /** Asked for each new stream, so that a change of the configuration reaches the next one. */
    private readonly options: () => LiveStreamOptions,
    /** Of all streams of the application, those included that are gone. */
    private readonly totals?: LiveTotals,
    /** Hears of each codec that is new in what is published. */
    private readonly codecs?: (publisher: Publisher, news: CodecNews) => void,
  ) {}

  /** Hears who publishes the stream of that name, whenever there is one, until the answered function is called. */
  watch(name: string, watcher: PublisherWatcher): () => void {
    const watchers = this.#watchers.get(name) ?? new Set();
    this.#watchers.set(name, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0 && this.#watchers.get(name) === watchers) this.#watchers.delete(name);
    };
  }

  /** Hears of each stream that is published, or is no more, or by somebody else, until the answered function is called. */
  watchAll(changed: (name: string) => void): () => void {
    this.#allWatchers.add(changed);
    return () => void this.#allWatchers.delete(changed);
  }

  /** Hears of each stream that gets its first player, or loses its last, until the answered function is called. */
  watchPlayers(changed: (name: string, isPlayed: boolean) => void): () => void {
    this.#playWatchers.add(changed);
    return () => void this.#playWatchers.delete(changed);
  }

  /** How the stream of that name waits for messages to go out together; undefined: as it is configured. */
  hold(name: string, held: HeldBack | undefined): void {
    if (held === undefined) this.#held.delete(name);
    else this.#held.set(name, held);
    const stream = this.#streams.get(name);
    if (stream !== undefined) stream.options = this.#optionsOf(name);
  }

  get size(): number {
    return this.#streams.size;
  }

  all(): IterableIterator<LiveStream> {
    return this.#streams.values();
  }

  find(name: string): LiveStream | undefined {
    return this.#streams.get(name);
  }

  /** The stream of that name, made if there is none. */
  open(name: string): LiveStream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = new LiveStream(name, this.clock, this.pace, this.#optionsOf(name), this.totals, {
        published: (publisher) => this.#tell(name, (watcher) => watcher.published(publisher)),
        unpublished: (publisher) => this.#tell(name, (watcher) => watcher.unpublished(publisher)),
        played: (isPlayed) => {
          for (const watcher of [...this.#playWatchers]) watcher(name, isPlayed);
        },
        codec: (publisher, news) => publisher && this.codecs?.(publisher, news),
      });
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** Forgets a stream that nobody uses any more. */
  release(stream: LiveStream): void {
    if (stream.isUnused && this.#streams.get(stream.name) === stream) this.#streams.delete(stream.name);
  }

  #optionsOf(name: string): LiveStreamOptions {
    return { ...this.options(), ...this.#held.get(name) };
  }

  #tell(name: string, news: (watcher: PublisherWatcher) => void): void {
    for (const watcher of [...(this.#watchers.get(name) ?? [])]) news(watcher);
    for (const changed of [...this.#allWatchers]) changed(name);
  }
}
