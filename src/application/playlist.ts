import type { LiveInput } from '../stream/live-input.js';
import type { JoinedStream } from '../stream/joined-stream.js';
import type { MessageSink } from '../stream/message-sink.js';
import type { ItemFailure, PlaylistItem } from '../stream/playlist-item.js';
import { PlaylistOrder } from '../stream/playlist-order.js';
import type { PlaylistEntry } from '../stream/playlist-order.js';
import type { PlaylistPosition } from '../stream/playlist-position.js';
import { playlistPosition } from '../stream/playlist-position.js';
import { PlaylistPublisher } from '../stream/playlist-publisher.js';
import type { OpenMedia } from '../stream/prepared-item.js';
import type { Publisher } from '../stream/publisher.js';
import type { SegmentCache } from '../stream/segment-cache.js';
import type { Clock, Timer } from '../time/clock.js';
import type { Logger } from '../log/logger.js';
import type { PlaylistStart } from './playlist-start.js';
import { lastStart, nextStart } from './playlist-start.js';
import type { PlaylistFailure, PlaylistSnapshot } from './playlist-snapshot.js';
import type { PlaylistTotals } from './playlist-totals.js';
import type { Refusal } from './refusal.js';
import { isRefusal } from './refusal.js';
import type { StreamName } from './stream-name.js';

/**
 * What becomes of a playlist whose time is past when the server learns of it.
 * - `skip`: it is where it would be had it begun in time
 * - `begin`: it begins now
 * - `wait`: it begins the next time there is
 */
export type LatePlaylist = 'skip' | 'begin' | 'wait';

/** What is played, and when. */
export interface PlaylistProgramme {
  readonly items: readonly PlaylistItem[];
  /** After the last item the first comes again. */
  readonly loop: boolean;
  /** Undefined: at once. */
  readonly start: PlaylistStart | undefined;
  readonly late: LatePlaylist;
}

/** What a playlist needs of its instance. */
export interface PlaylistPlace {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly segments: SegmentCache;
  readonly totals: PlaylistTotals;
  open(item: PlaylistItem): Promise<OpenMedia | undefined>;
  /** Whether somebody publishes that stream, other than the playlist itself. */
  isLive(playlist: Playlist, item: PlaylistItem): boolean;
  /** Joins a live stream; undefined if the playlist would play itself by that. */
  join(playlist: Playlist, item: PlaylistItem, sink: MessageSink): JoinedStream | undefined;
  publish(stream: StreamName, publisher: Publisher): LiveInput | Refusal;
  unpublish(publisher: Publisher): void;
  /** Nothing will be played any more. */
  ended(playlist: Playlist): void;
}

/** Hears what becomes of the items of a playlist: a script. */
export interface PlaylistWatcher {
  began(item: PlaylistItem): void;
  /** It began, and has ended. */
  over(item: PlaylistItem): void;
  /** It was not shown, or not to its end. */
  failed(item: PlaylistItem, why: ItemFailure): void;
  /** `over`: all items were shown; `replaced`: somebody else was given the stream. */
  ended(why: 'over' | 'replaced'): void;
}

/** Milliseconds by which a beginning counts as in time. */
const PUNCTUAL = 1000;
/** Milliseconds between two looks at the date: it may be set while a beginning is waited for. */
const LONGEST_WAIT = 60_000;

/** A playlist that the server plays as a live stream: now, at its time, or every day. */
export class Playlist {
  #state: 'new' | 'waiting' | 'playing' | 'over' = 'new';
  #timer: Timer | undefined;
  #startsAt: number | undefined;
  #publisher: PlaylistPublisher | undefined;
  #failure: PlaylistFailure | undefined;
  readonly #order: PlaylistOrder;

  constructor(
    readonly stream: StreamName,
    private programme: PlaylistProgramme,
    private readonly place: PlaylistPlace,
    private readonly watcher?: PlaylistWatcher,
  ) {
    this.#order = new PlaylistOrder(programme.items, programme.loop);
  }

  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** The item that is shown, or waited for. */
  get current(): PlaylistEntry | undefined {
    return this.#publisher?.current;
  }

  get snapshot(): PlaylistSnapshot {
    const { current } = this;
    const next = this.#order.peek();
    return {
      stream: this.stream.name,
      state: this.#state === 'playing' ? 'playing' : 'waiting',
      loop: this.#order.loop,
      items: this.#order.items.length,
      startsAt: this.#startsAt,
      current: current && {
        index: current.index,
        name: current.item.name,
        position: this.#publisher?.position ?? 0,
      },
      next: next && { index: next.index, name: next.item.name },
      failure: this.#failure,
    };
  }

  /** Begins, or waits for its time. Answers why it cannot begin. */
  start(): Refusal | undefined {
    const { start, late } = this.programme;
    if (start === undefined) return this.#begin({ index: 0, into: 0 });
    const date = this.place.clock.date();
    const last = lastStart(start, date);
    if (last === undefined || late === 'wait') this.#await(nextStart(start, date));
    else if (late === 'begin') return this.#begin({ index: 0, into: 0 });
    else void this.#catchUp(last);
    return undefined;
  }

  /** Adds items to its end; false if these are too many. */
  append(items: readonly PlaylistItem[]): boolean {
    const appended = this.#order.append(items);
    this.#publisher?.orderChanged();
    return appended;
  }

  /** Ends the present item, and goes on with the next. */
  skip(): void {
    this.#publisher?.skip();
  }

  /** Another programme: what is shown goes on to its end, unless the new items are to come now. */
  change(programme: PlaylistProgramme, now: boolean): void {
    this.programme = programme;
    this.#order.replace(programme.items, programme.loop);
    if (this.#state === 'playing') {
      if (now) this.skip();
      else this.#publisher?.orderChanged();
    } else if (this.#state === 'waiting') {
      this.#timer?.cancel();
      this.#log(this.start());
    }
  }

  /** Ends it. */
  stop(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#timer?.cancel();
    this.#unpublish();
    this.place.ended(this);
  }

  /** It began at `last`, or should have. */
  async #catchUp(last: number): Promise<void> {
    this.#state = 'waiting';
    const { programme } = this;
    const { items, loop, start } = programme;
    const late = (): number => this.place.clock.date() - last;
    const from = this.place.clock.now();
    const found =
      late() < PUNCTUAL
        ? { index: 0, into: 0 }
        : await playlistPosition(items, loop, late(), (item) => this.#durationOf(item));
    if (this.#state !== 'waiting' || programme !== this.programme || start === undefined) return;
    const searched = this.place.clock.now() - from;
    if (found === undefined) this.#await(nextStart(start, this.place.clock.date()));
    else this.#log(this.#begin({ index: found.index, into: found.into + (found.into > 0 ? searched : 0) }));
  }

  #await(date: number | undefined): void {
    this.#state = 'waiting';
    this.#startsAt = date;
    if (date === undefined) {
      this.place.logger.info('the time of a playlist is over', { stream: this.stream.name });
      return this.stop();
    }
    const { clock } = this.place;
    const wait = date - clock.date();
    if (wait <= 0) return void this.#catchUp(date);
    this.#timer = clock.after(Math.min(Math.ceil(wait), LONGEST_WAIT), () => this.#await(date));
  }

  #begin({ index, into }: PlaylistPosition): Refusal | undefined {
    this.#startsAt = undefined;
    this.#order.goTo(index, into);
    const { clock, segments, logger, totals } = this.place;
    const means = {
      ...{ clock, segments },
      open: (item: PlaylistItem) => this.place.open(item),
      isLive: (item: PlaylistItem) => this.place.isLive(this, item),
      join: (item: PlaylistItem, sink: MessageSink) => this.place.join(this, item, sink),
    };
    const publisher = new PlaylistPublisher(this.#order, means, {
      began: (entry) => {
        totals.began();
        logger.debug('a playlist goes on', this.#facts(entry));
        this.watcher?.began(entry.item);
      },
      over: ({ item }) => this.watcher?.over(item),
      failed: (entry, why, error) => this.#skipped(entry, why, error),
      ended: (why) => this.#ended(why),
    });
    const input = this.place.publish(this.stream, publisher);
    if (isRefusal(input)) {
      this.stop();
      return input;
    }
    logger.info('a playlist begins', { stream: this.stream.name, items: this.#order.items.length });
    this.#state = 'playing';
    this.#publisher = publisher;
    publisher.start(input);
    return undefined;
  }

  #ended(why: 'over' | 'replaced'): void {
    this.place.logger.info('a playlist ends', { stream: this.stream.name, why });
    this.watcher?.ended(why);
    this.#unpublish();
    const { start } = this.programme;
    if (why === 'replaced' || start === undefined) return this.stop();
    this.#order.goTo(0, 0);
    this.#await(nextStart(start, this.place.clock.date()));
  }

  #unpublish(): void {
    const publisher = this.#publisher;
    this.#publisher = undefined;
    if (publisher === undefined) return;
    publisher.stop();
    this.place.unpublish(publisher);
  }

  async #durationOf(item: PlaylistItem): Promise<number> {
    if (item.kind === 'live') return item.length;
    let media: OpenMedia | undefined;
    try {
      media = await this.place.open(item);
      const duration = (await media?.source.duration()) ?? 0;
      return Math.max(0, Math.min(item.length, duration - item.start));
    } catch (error) {
      this.place.logger.debug('an item of a playlist has no length', { item: item.name, error });
      return 0;
    } finally {
      media?.release();
    }
  }

  #skipped(entry: PlaylistEntry, why: ItemFailure, error: unknown): void {
    const { clock, logger, totals } = this.place;
    totals.failed(why);
    this.#failure = { index: entry.index, name: entry.item.name, why, at: clock.date() };
    logger.warn('an item of a playlist was not shown, or not to its end', {
      ...this.#facts(entry),
      why,
      ...(error === undefined ? {} : { error }),
    });
    this.watcher?.failed(entry.item, why);
  }

  #log(refusal: Refusal | undefined): void {
    if (refusal === undefined) return;
    const { rule, reason } = refusal;
    this.place.logger.warn('a playlist cannot begin', { stream: this.stream.name, rule, reason });
  }

  #facts({ item, index }: PlaylistEntry) {
    return { stream: this.stream.name, item: item.name, index };
  }
}
