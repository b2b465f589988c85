import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import type { Clock, Timer } from '../time/clock.js';
import type { ItemFeed, ItemFeedListener } from './item-feed.js';
import { ItemTime } from './item-time.js';
import type { PlaylistItem } from './playlist-item.js';
import type { PreparedItem } from './prepared-item.js';
import { SegmentFilter } from './segment-filter.js';
import type { CachedSegment, SegmentCache } from './segment-cache.js';

/** Milliseconds behind its time from which an item goes on from now, instead of sending what was missed. */
export const LATE = 1000;

/**
 * Plays a recorded item, each message at its time. It reads one segment ahead, and has one timer. Media that still
 * grows is played to its present end.
 */
export class RecordedFeed implements ItemFeed {
  readonly #filter: SegmentFilter;
  readonly #time: ItemTime;
  #messages: readonly MediaMessage[] = [];
  #index = 0;
  /** The next segment, once it has been read. */
  #ahead: CachedSegment | undefined;
  #isLast = false;
  #isStopped = false;
  #timer: Timer | undefined;
  #reached: number;

  /**
   * @param begin where it begins on the stream
   * @param at when that is (milliseconds, monotonic)
   */
  constructor(
    private readonly prepared: PreparedItem,
    item: PlaylistItem,
    begin: number,
    private at: number,
    private readonly cache: SegmentCache,
    private readonly clock: Clock,
    private readonly listener: ItemFeedListener,
  ) {
    const { source, first, point } = prepared;
    this.#filter = new SegmentFilter(source);
    if (item.length !== Infinity) this.#filter.last = item.start + item.length - 1;
    this.#time = new ItemTime(begin, firstTime(first) ?? point.time);
    this.#reached = point.time;
  }

  get position(): number {
    return Math.max(0, this.#reached - this.prepared.point.time);
  }

  get end(): number {
    const { hasFrames, begin, newest, end } = this.#time;
    return hasFrames ? Math.max(newest + 1, Math.min(end, begin + Math.round(this.clock.now() - this.at))) : begin;
  }

  start(): void {
    const { source, point, first } = this.prepared;
    this.listener.began();
    for (const message of [...source.metadata, ...point.setup]) {
      this.listener.message(this.#time.place(message.at(point.time)));
    }
    if (this.#isStopped) return;
    this.#enter(first);
    this.#pump();
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#timer?.cancel();
    this.prepared.release();
  }

  #enter(segment: CachedSegment): void {
    this.#ahead = undefined;
    this.#messages = this.#filter.choose(segment.batch.messages);
    this.#index = 0;
    this.#isLast = segment.next === undefined || this.#filter.isThrough(segment);
    if (segment.next === undefined || this.#isLast) return this.listener.nearEnd();
    const next = this.cache.segment(this.prepared.source, segment.next);
    if (next instanceof Promise) this.#await(next);
    else this.#ahead = next;
  }

  #await(segment: Promise<CachedSegment>): void {
    segment.then(
      (read) => {
        if (this.#isStopped) return;
        this.#ahead = read;
        if (this.#index === this.#messages.length) this.#pump();
      },
      (error: unknown) => {
        if (this.#isStopped) return;
        this.listener.broke(error);
        this.#isLast = true;
        if (this.#index === this.#messages.length) this.#pump();
      },
    );
  }

  /** Sends what is due, and arranges what it then waits for. */
  #pump(): void {
    for (;;) {
      const message = this.#messages[this.#index];
      if (message !== undefined) {
        const wait = this.#waitFor(this.#time.of(message.timestamp));
        if (wait > 0) return this.#rest(wait);
        this.#index++;
        this.#send(message);
      } else if (this.#isLast) {
        return this.#finish();
      } else if (this.#ahead !== undefined) {
        this.#enter(this.#ahead);
      } else {
        return;
      }
      if (this.#isStopped) return;
    }
  }

  #send(message: MediaMessage): void {
    const { kind, payload, timestamp } = message;
    const { codec, isFrame, isConfiguration } = classify(message);
    // Commands, silence, and the end of a sequence, which is not that of the stream.
    if (kind !== 'data' && (payload.length === 0 || (codec !== undefined && !isFrame && !isConfiguration))) return;
    if (isFrame) this.#reached = Math.max(this.#reached, timestamp);
    this.listener.message(this.#time.place(message));
  }

  /** Milliseconds until a time of the stream. */
  #waitFor(time: number): number {
    const now = this.clock.now();
    const late = now - (this.at + time - this.#time.begin);
    if (late > LATE) this.at += late;
    return -Math.min(late, 0);
  }

  #rest(milliseconds: number): void {
    this.#timer = this.clock.after(Math.ceil(milliseconds), () => this.#pump());
  }

  #finish(): void {
    if (!this.#time.hasFrames) return this.listener.failed('not-found');
    const { end, begin } = this.#time;
    const wait = this.#waitFor(end);
    if (wait > 0) return this.#rest(wait);
    this.listener.over(end, this.at + end - begin);
  }
}

/** The lowest timestamp of a frame. */
function firstTime({ batch }: CachedSegment): number | undefined {
  const frames = batch.messages.filter((message) => classify(message).isFrame).map(({ timestamp }) => timestamp);
  return frames.length === 0 ? undefined : frames.reduce((a, b) => Math.min(a, b));
}
