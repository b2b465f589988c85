import type { Clock } from '../time/clock.js';
import type { FlushPace } from './flush-pace.js';
import type { LiveStreamOptions } from './live-stream.js';
import { LiveStream } from './live-stream.js';
import type { LiveTotals } from './live-totals.js';

/** The live streams of one application instance, by name. A stream exists while somebody publishes or plays it. */
export class LiveStreams {
  readonly #streams = new Map<string, LiveStream>();

  constructor(
    private readonly clock: Clock,
    private readonly pace: FlushPace,
    /** Asked for each new stream, so that a change of the configuration reaches the next one. */
    private readonly options: () => LiveStreamOptions,
    /** Of all streams of the application, those included that are gone. */
    private readonly totals?: LiveTotals,
  ) {}

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
      stream = new LiveStream(name, this.clock, this.pace, this.options(), this.totals);
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** Forgets a stream that nobody uses any more. */
  release(stream: LiveStream): void {
    if (stream.isUnused && this.#streams.get(stream.name) === stream) this.#streams.delete(stream.name);
  }
}
