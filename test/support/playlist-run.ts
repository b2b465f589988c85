import type { MediaSource } from '../../src/media/media-source.js';
import { FlushPace } from '../../src/stream/flush-pace.js';
import { LiveInput } from '../../src/stream/live-input.js';
import { LiveStreams } from '../../src/stream/live-streams.js';
import type { PlaylistItem } from '../../src/stream/playlist-item.js';
import { PlaylistOrder } from '../../src/stream/playlist-order.js';
import { PlaylistPublisher } from '../../src/stream/playlist-publisher.js';
import { SegmentCache } from '../../src/stream/segment-cache.js';
import { FakeSink } from './fake-sink.js';
import { ManualClock } from './manual-clock.js';
import { settled } from './settled.js';

export function recorded(name: string, start = 0, length = Infinity): PlaylistItem {
  return { kind: 'recorded', name, start, length, wait: 0 };
}

export function live(name: string, length = Infinity, wait = 0): PlaylistItem {
  return { kind: 'live', name, start: 0, length, wait };
}

/** A playlist of media that a test gives, on air, with a player. */
export class PlaylistRun {
  readonly clock = new ManualClock();
  readonly streams = new LiveStreams(this.clock, new FlushPace(), () => ({
    gopCache: { enabled: true, maxTime: 60_000, maxSize: 1_000_000 },
    playerQueue: { maxSize: 10_000_000, maxDelay: 0, stallTimeout: 30_000 },
    maxQueueDelay: 0,
    maxQueueSize: 10_000_000,
    timestamps: 'asSent',
  }));
  readonly stream = this.streams.open('channel');
  readonly sink = new FakeSink();
  /** What the playlist told, in order. */
  readonly news: string[] = [];
  /** Media that is open. */
  held = 0;
  /** What was opened, in order. */
  readonly opened: string[] = [];
  readonly order: PlaylistOrder;
  readonly publisher: PlaylistPublisher;
  readonly input: LiveInput;
  #read = 0;

  constructor(
    private readonly media: Readonly<Record<string, MediaSource | Error>>,
    items: readonly PlaylistItem[],
    loop = false,
  ) {
    this.order = new PlaylistOrder(items, loop);
    const means = {
      clock: this.clock,
      segments: new SegmentCache(),
      open: ({ name }: PlaylistItem) => this.#open(name),
      isLive: ({ name }: PlaylistItem) => name !== 'channel' && this.streams.find(name)?.publisher !== undefined,
      join: ({ name }: PlaylistItem, sink: FakeSink) => {
        if (name === 'channel') return undefined;
        const stream = this.streams.open(name);
        const player = stream.join(sink);
        return {
          isPublished: stream.publisher !== undefined,
          leave: () => {
            stream.leave(player);
          },
        };
      },
    };
    this.publisher = new PlaylistPublisher(this.order, means, {
      over: () => undefined,
      began: ({ item }) => this.news.push(`${this.at} began ${item.name}`),
      failed: ({ item }, why) => this.news.push(`${this.at} ${why} ${item.name}`),
      ended: (why) => this.news.push(`${this.at} ${why}`),
    });
    this.input = new LiveInput(this.publisher, 'on-air', this.stream, () => undefined);
    this.stream.join(this.sink);
    this.stream.attach(this.publisher);
  }

  /** Milliseconds since the beginning. */
  get at(): number {
    return Math.round(this.clock.now() - 1000);
  }

  async start(): Promise<this> {
    this.publisher.start(this.input);
    await settled(this.clock);
    return this;
  }

  /** Lets time pass in steps, as reading takes turns of the event loop. */
  async pass(milliseconds: number, step = 50): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += step) {
      this.clock.advance(Math.min(step, milliseconds - passed));
      await settled(this.clock);
    }
  }

  /** What the player was given since it was last asked. */
  lines(): string[] {
    const { lines } = this.sink;
    const fresh = lines.slice(this.#read);
    this.#read = lines.length;
    return fresh;
  }

  #open(name: string) {
    this.opened.push(name);
    const source = this.media[name];
    if (source === undefined) return Promise.resolve(undefined);
    if (source instanceof Error) return Promise.reject(source);
    this.held++;
    return Promise.resolve({ source, release: () => void this.held-- });
  }
}
