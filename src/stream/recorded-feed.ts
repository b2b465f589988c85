import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import type { Clock, Timer } from '../time/clock.js';
import { GROWTH_INTERVAL } from './growth-interval.js';
import type { ItemFeed, ItemFeedListener } from './item-feed.js';
import { ItemTime } from './item-time.js';
import type { PlaylistItem } from './playlist-item.js';
import type { PreparedItem } from './prepared-item.js';
import { SegmentFilter } from './segment-filter.js';
import type { CachedSegment, SegmentCache } from './segment-cache.js';

/** Milliseconds behind its time from which an item goes on from now, instead of sending what was missed. */
export const LATE = 1000;

/** A segment of which so many messages were taken before, when it was the end of media that grows. */
interface ReadSegment {
  readonly segment: CachedSegment;
  readonly taken: number;
}

/**
 * Plays a recorded item, each message at its time. It reads one segment ahead, and has one timer. Media that still
 * grows is waited for at its present end, and goes on as it grows.
 */
export class RecordedFeed implements ItemFeed {
  readonly #filter: SegmentFilter;
  readonly #time: ItemTime;
  #messages: readonly MediaMessage[] = [];
  #index = 0;
  /** The next segment, once it has been read. */
  #ahead: ReadSegment | undefined;
  /** The present end of media that grows, which is to be read again. */
  #growing: ReadSegment | undefined;
  /** When that is worth while (milliseconds, monotonic). */
  #growsAt = 0;
  #isLast = false;
  #isStopped = false;
  #timer: Timer | undefined;
  #reached: number;
  readonly #isUnpaced: boolean;

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
    const { videoCodec, audioCodec } = source;
    const isData = videoCodec === undefined && audioCodec === undefined;
    this.#isUnpaced = isData && item.allData === true;
    this.#time = new ItemTime(begin, firstTime(first) ?? point.time, isData);
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
    this.#enter({ segment: first, taken: 0 });
    this.#pump();
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#timer?.cancel();
    this.prepared.release();
  }

  #enter({ segment, taken }: ReadSegment): void {
    const { batch, next, mayGrow } = segment;
    const { messages } = batch;
    this.#ahead = undefined;
    this.#messages = this.#filter.choose(taken === 0 ? messages : messages.slice(taken));
    this.#index = 0;
    this.#isLast = (next === undefined && !mayGrow) || this.#filter.isThrough(segment);
    if (this.#isLast) this.listener.nearEnd();
    else if (next === undefined) this.#growing = { segment, taken: messages.length };
    else this.#read(next, 0);
  }

  #read(position: number, taken: number): void {
    const segment = this.cache.segment(this.prepared.source, position);
    if (segment instanceof Promise) this.#await(segment, taken);
    else this.#ahead = { segment, taken };
  }

  /** Reads the end of media again that has grown by now, or will have. */
  #readGrowing({ segment, taken }: ReadSegment): void {
    this.#growing = undefined;
    // What has grown to its end meanwhile is read once more, at once.
    this.#growsAt = this.prepared.source.isGrowing ? this.clock.now() + GROWTH_INTERVAL : 0;
    this.#read(segment.position, taken);
  }

  #await(reading: Promise<CachedSegment>, taken: number): void {
    reading.then(
      (segment) => {
        if (this.#isStopped) return;
        this.#ahead = { segment, taken };
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
        const wait = this.#isUnpaced ? 0 : this.#waitFor(this.#time.of(message.timestamp));
        if (wait > 0) return this.#rest(wait);
        this.#index++;
        this.#send(message);
      } else if (this.#isLast) {
        return this.#finish();
      } else if (this.#ahead !== undefined) {
        this.#enter(this.#ahead);
      } else if (this.#growing !== undefined) {
        const wait = this.#growsAt - this.clock.now();
        if (wait > 0) return this.#rest(wait);
        this.#readGrowing(this.#growing);
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
