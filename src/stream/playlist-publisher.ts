import type { MediaMessage } from '../media/media-message.js';
import type { Clock, Timer } from '../time/clock.js';
import type { ItemFeed, ItemFeedListener } from './item-feed.js';
import type { JoinedStream } from './joined-stream.js';
import { LiveFeed } from './live-feed.js';
import type { LiveInput } from './live-input.js';
import type { MessageSink } from './message-sink.js';
import type { ItemFailure, PlaylistItem } from './playlist-item.js';
import type { PlaylistEntry, PlaylistOrder } from './playlist-order.js';
import type { OpenMedia, PreparedItem } from './prepared-item.js';
import { prepareItem } from './prepared-item.js';
import type { Publisher } from './publisher.js';
import { LATE, RecordedFeed } from './recorded-feed.js';
import { SegmentFilter } from './segment-filter.js';
import type { SegmentCache } from './segment-cache.js';
import { isMetadata, slateMetadata } from './slate-metadata.js';

/** Milliseconds until the next item is tried when two in a row could not be shown; doubled for each that follows. */
const RETRY = 250;
const LONGEST_RETRY = 30_000;

/** What a playlist plays from. */
export interface PlaylistMeans {
  readonly clock: Clock;
  readonly segments: SegmentCache;
  /** Recorded media; undefined if there is none of that name. */
  open(item: PlaylistItem): Promise<OpenMedia | undefined>;
  /** Whether somebody publishes that stream, other than the playlist itself. */
  isLive(item: PlaylistItem): boolean;
  /** A live stream; undefined if the playlist would play itself by that. */
  join(item: PlaylistItem, sink: MessageSink): JoinedStream | undefined;
}

/** Hears what a playlist does. */
export interface PlaylistListener {
  began(entry: PlaylistEntry): void;
  /** An item that began has ended, for whatever reason. */
  over(entry: PlaylistEntry): void;
  /** An item could not be shown, or not to its end. */
  failed(entry: PlaylistEntry, why: ItemFailure, error?: unknown): void;
  /** Nothing follows: all items were shown, or somebody else was given the stream. */
  ended(why: 'over' | 'replaced'): void;
}

/**
 * Publishes one item after the other, as one stream: time goes on from the end of the last frame of an item, and each
 * begins with its sequence headers and a key frame. While nothing can be shown, time stands still.
 */
export class PlaylistPublisher implements Publisher {
  readonly clientId = 'playlist';
  readonly #filter = new SegmentFilter({ audioCodec: undefined, videoCodec: undefined });
  #input: LiveInput | undefined;
  #feed: ItemFeed | undefined;
  #current: PlaylistEntry | undefined;
  /** That which has begun, and has not ended. */
  #shown: PlaylistEntry | undefined;
  /** What comes next, opened before it is its turn. */
  #prepared: { readonly item: PlaylistItem; readonly media: Promise<PreparedItem | undefined> } | undefined;
  /** Counts turns, so that what was opened for one that is over is known to be outdated. */
  #turn = 0;
  #timer: Timer | undefined;
  #failures = 0;
  /** Where the next item begins on the stream, and when that is. */
  #begin = 0;
  #at = 0;
  #isOver = false;
  /** The live stream of the last item ended, and is waited for. */
  #isStaying = false;

  constructor(
    readonly order: PlaylistOrder,
    private readonly means: PlaylistMeans,
    private readonly listener: PlaylistListener,
  ) {}

  /** What is shown, waited for or opened now. */
  get current(): PlaylistEntry | undefined {
    return this.#current;
  }

  /** Milliseconds of the current item that were sent. */
  get position(): number {
    return this.#feed?.position ?? 0;
  }

  /** Begins, on an input that takes it now or with its first key frame. */
  start(input: LiveInput): void {
    this.#input = input;
    this.#at = this.means.clock.now();
    this.#advance();
  }

  /** The items changed: what was made ready may not be what comes next any more. */
  orderChanged(): void {
    if (this.#isStaying && this.order.peek() !== undefined) return this.skip();
    if (this.#prepared !== undefined && this.#prepared.item !== this.order.peek()?.item) this.#dropPrepared();
  }

  /** Goes on with the next item, now. */
  skip(): void {
    if (this.#isOver || this.#input === undefined) return;
    const { clock } = this.means;
    this.#begin = this.#feed?.end ?? this.#begin;
    this.#endTurn();
    this.#failures = 0;
    this.#isStaying = false;
    this.#at = clock.now();
    this.#advance();
  }

  /** Ends it; the listener is told that the item is over, and nothing else. */
  stop(): void {
    this.#isOver = true;
    this.#endTurn();
    this.#dropPrepared();
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(true);
  }

  dismissed(): void {
    if (this.#isOver) return;
    this.stop();
    this.listener.ended('replaced');
  }

  #advance(): void {
    const turn = this.#turn;
    const entry = this.order.take();
    this.#current = entry;
    if (entry === undefined) {
      this.stop();
      return this.listener.ended('over');
    }
    const { item } = entry;
    if (item.kind === 'live' || (item.kind === 'any' && this.means.isLive(item))) return this.#showLive(entry);
    this.#takePrepared(item).then(
      (prepared) => {
        if (turn !== this.#turn) prepared?.release();
        else if (prepared !== undefined) this.#play(entry, prepared);
        else if (item.kind === 'any') this.#showLive(entry);
        else this.#fail(entry, 'not-found');
      },
      (error: unknown) => {
        if (turn === this.#turn) this.#fail(entry, 'broken', error);
      },
    );
  }

  #showLive(entry: PlaylistEntry): void {
    this.#dropPrepared();
    const feed = new LiveFeed(entry.item, this.#begin, this.means.clock, this.#listen(entry));
    this.#feed = feed;
    feed.start((sink) => entry.item.from?.join(entry.item, sink) ?? this.means.join(entry.item, sink));
  }

  #play(entry: PlaylistEntry, prepared: PreparedItem): void {
    const { clock, segments } = this.means;
    const now = clock.now();
    const at = now - this.#at > LATE ? now : this.#at;
    const feed = new RecordedFeed(prepared, entry.item, this.#begin, at, segments, clock, this.#listen(entry));
    this.#feed = feed;
    feed.start();
  }

  #listen(entry: PlaylistEntry): ItemFeedListener {
    return {
      began: () => {
        this.#input?.renew();
        this.#shown = entry;
        this.#isStaying = false;
        this.#filter.restart();
        this.listener.began(entry);
      },
      message: (message) => this.#send(message),
      nearEnd: () => this.#prepareNext(),
      over: (end, at, mayReturn = false) => {
        this.#endTurn();
        this.#failures = 0;
        this.#begin = end;
        this.#at = at;
        this.#isStaying =
          mayReturn && entry.item.stays === true && entry.item.length === Infinity && this.order.peek() === undefined;
        if (this.#isStaying) this.#showLive(entry);
        else this.#advance();
      },
      failed: (why, error) => this.#fail(entry, why, error),
      broke: (error) => this.listener.failed(entry, 'broken', error),
    };
  }

  #send(message: MediaMessage): void {
    const wants = this.#current?.item.wants;
    this.#filter.receiveAudio(wants?.audio ?? true);
    this.#filter.receiveVideo(wants?.video ?? true);
    if (this.#filter.choose([message]).length === 0) return;
    if (!isMetadata(message)) return this.#input?.receive(message);
    const metadata = slateMetadata(message.payload);
    if (metadata !== undefined) this.#input?.setDataFrame('onMetaData', metadata.at(message.timestamp));
  }

  #fail(entry: PlaylistEntry, why: ItemFailure, error?: unknown): void {
    this.#endTurn();
    this.listener.failed(entry, why, error);
    if (this.#isOver) return;
    const delay = this.#failures === 0 ? 0 : Math.min(LONGEST_RETRY, RETRY * 2 ** (this.#failures - 1));
    this.#failures++;
    if (delay === 0) return this.#advance();
    this.#timer = this.means.clock.after(delay, () => this.#advance());
  }

  #prepareNext(): void {
    const next = this.order.peek();
    if (next === undefined || next.item.kind === 'live' || this.#prepared?.item === next.item) return;
    this.#dropPrepared();
    const media = this.#prepare(next.item);
    // Whoever takes it is told.
    media.catch(() => undefined);
    this.#prepared = { item: next.item, media };
  }

  #takePrepared(item: PlaylistItem): Promise<PreparedItem | undefined> {
    const prepared = this.#prepared;
    if (prepared?.item !== item) {
      this.#dropPrepared();
      return this.#prepare(item);
    }
    this.#prepared = undefined;
    return prepared.media;
  }

  #prepare(item: PlaylistItem): Promise<PreparedItem | undefined> {
    return prepareItem(item, (wanted) => this.means.open(wanted), this.means.segments);
  }

  #dropPrepared(): void {
    this.#prepared?.media.then(
      (media) => media?.release(),
      () => undefined,
    );
    this.#prepared = undefined;
  }

  #endTurn(): void {
    this.#turn++;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#feed?.stop();
    this.#feed = undefined;
    const shown = this.#shown;
    this.#shown = undefined;
    if (shown !== undefined) this.listener.over(shown);
  }
}
