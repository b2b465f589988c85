import type { MediaBatch } from '../media/media-batch.js';
import type { Clock, Timer } from '../time/clock.js';
import type { ItemFeed, ItemFeedListener } from './item-feed.js';
import { ItemTime } from './item-time.js';
import type { JoinedStream } from './joined-stream.js';
import type { MessageSink } from './message-sink.js';
import type { PlaylistItem } from './playlist-item.js';

/** Shows another live stream until its publication ends, or for as long as it is to be shown. */
export class LiveFeed implements ItemFeed, MessageSink {
  readonly clientId = undefined;
  readonly address = undefined;
  readonly queuedBytes = 0;
  #joined: JoinedStream | undefined;
  #time: ItemTime | undefined;
  #startedAt = 0;
  #timer: Timer | undefined;
  #state: 'new' | 'waiting' | 'running' | 'stopped' = 'new';

  /** @param begin where it begins on the stream (milliseconds) */
  constructor(
    private readonly item: PlaylistItem,
    private readonly begin: number,
    private readonly clock: Clock,
    private readonly listener: ItemFeedListener,
  ) {}

  get position(): number {
    return this.#time === undefined ? 0 : Math.round(this.clock.now() - this.#startedAt);
  }

  get end(): number {
    return this.#time?.hasFrames === true ? this.#time.end : this.begin;
  }

  /** @param join undefined if this stream must not be joined */
  start(join: (sink: MessageSink) => JoinedStream | undefined): void {
    const joined = join(this);
    if (joined === undefined) return this.listener.failed('circular');
    this.#joined = joined;
    if (this.#isStopped()) return joined.leave();
    const { length, wait } = this.item;
    if (joined.isPublished) {
      this.#state = 'running';
      if (length !== Infinity) this.#timer = this.clock.after(length, () => this.#over());
      return;
    }
    if (wait === 0) return this.listener.failed('not-published');
    this.#state = 'waiting';
    if (wait !== Infinity) this.#timer = this.clock.after(wait, () => this.listener.failed('not-published'));
  }

  stop(): void {
    this.#state = 'stopped';
    this.#timer?.cancel();
    this.#joined?.leave();
    this.#joined = undefined;
  }

  write(batch: MediaBatch): void {
    for (const message of batch.messages) {
      if (this.#isStopped()) return;
      if (this.#time === undefined) {
        this.#time = new ItemTime(this.begin, message.timestamp);
        this.#startedAt = this.clock.now();
        this.listener.began();
      }
      this.listener.message(this.#time.place(message));
    }
  }

  published(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'running';
    this.#timer?.cancel();
    const { length } = this.item;
    if (length !== Infinity) this.#timer = this.clock.after(length, () => this.#over());
  }

  unpublished(): void {
    if (this.#state === 'running') this.#over(true);
  }

  ended(): void {
    this.#over();
  }

  #over(mayReturn = false): void {
    if (this.#isStopped()) return;
    if (this.#time?.hasFrames !== true) return this.listener.failed('not-published');
    this.listener.over(this.#time.end, this.clock.now(), mayReturn);
  }

  #isStopped(): boolean {
    return this.#state === 'stopped';
  }
}
