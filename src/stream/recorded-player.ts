import { MediaBatch } from '../media/media-batch.js';
import type { MediaMessage } from '../media/media-message.js';
import type { MediaSource, SeekPoint } from '../media/media-source.js';
import type { Clock, Timer } from '../time/clock.js';
import type { ApproachManner } from './approach.js';
import { Approach } from './approach.js';
import { GROWTH_INTERVAL } from './growth-interval.js';
import { PlayHead } from './play-head.js';
import type { RecordedEnd, RecordedSink } from './recorded-sink.js';
import { SegmentFilter } from './segment-filter.js';
import type { CachedSegment, SegmentCache } from './segment-cache.js';

export interface RecordedPlayerOptions {
  /** Milliseconds of media that a client is kept ahead by at least, whatever it asks for. */
  readonly minBufferTime: number;
  /** Bytes that may wait in the sink before no more is read for it. */
  readonly maxQueuedBytes: number;
}

/** Where and how a player begins. Times are milliseconds of the media. */
export interface RecordedStart {
  readonly time: number;
  readonly manner: ApproachManner;
  /** Milliseconds of media that the client still has to play of what it was sent before. Default 0. */
  readonly ahead?: number;
  /** The client pauses: it is sent the picture of that time, and then nothing until {@link RecordedPlayer.play}. */
  readonly still?: boolean;
}

/**
 * Plays recorded media to one sink: fills the buffer of the client as fast as its network takes it, then goes on as
 * the client plays. Whole segments are written wherever possible, so that players share their encoded bytes. There is
 * a timer only while the player waits for time to pass.
 */
export class RecordedPlayer {
  /** Of audio and video. */
  bytesPlayed = 0;
  readonly filter: SegmentFilter;
  /** Held: it keeps its place. Over: everything was written, or could not be. */
  #state: 'idle' | 'running' | 'held' | 'over' = 'idle';
  /** Counts beginnings, so that what was asked for before is known to be outdated. */
  #generation = 0;
  #start: RecordedStart = { time: 0, manner: 'cut' };
  readonly #head: PlayHead;
  #isSeeking = false;
  #point: SeekPoint | undefined;
  #approach: Approach | undefined;
  #position: number | undefined;
  /** Messages of the segment at {@link #position} that were sent when it was still growing. */
  #skip = 0;
  #isReading = false;
  #awaitsDrain = false;
  #timer: Timer | undefined;
  #growsAt = 0;
  #burst: 'filling' | 'filled' | 'over' = 'filling';

  constructor(
    private readonly source: MediaSource,
    private readonly cache: SegmentCache,
    private readonly sink: RecordedSink,
    private readonly clock: Clock,
    private readonly options: RecordedPlayerOptions,
    /** Milliseconds that the client wants ahead; asked each time. */
    private readonly bufferLength: () => number,
    /** Everything as fast as the sink takes it. */
    private readonly unpaced = false,
  ) {
    this.filter = new SegmentFilter(source);
    this.#head = new PlayHead(clock);
  }

  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** What the client plays now, if it plays everything as it comes (milliseconds of the media). */
  get time(): number {
    return this.#head.time;
  }

  /** Up to where media was written. */
  get sentUpTo(): number {
    return this.#head.sentUpTo;
  }

  /** Milliseconds of media from the first that was written to the last. */
  get timePlayed(): number {
    return this.#head.timePlayed;
  }

  /** Begins, from wherever it was. */
  play(start: RecordedStart): void {
    this.#interrupt('running');
    this.#start = start;
    this.#head.goTo(start.time);
    this.#point = this.#approach = this.#position = undefined;
    this.#skip = this.#growsAt = 0;
    this.#burst = 'filling';
    this.filter.restart();
    this.#seek();
  }

  /** Writes nothing more until {@link play}. */
  stop(): void {
    if (this.#state !== 'over') this.#interrupt('idle');
  }

  /** Writes nothing until {@link release}, and then goes on where it was. */
  hold(): void {
    if (this.#state !== 'running') return;
    this.#state = 'held';
    this.#timer?.cancel();
  }

  release(): void {
    if (this.#state !== 'held') return;
    this.#state = 'running';
    this.#pump();
  }

  /** The client wants another amount of media ahead, from now on. */
  bufferLengthChanged(): void {
    if (this.#state !== 'running' || !this.#head.hasBegun) return;
    if (this.#burst === 'over' && this.#timeToWait() === 0) this.#burst = 'filling';
    this.#pump();
  }

  #interrupt(state: 'idle' | 'running'): void {
    this.#state = state;
    this.#generation++;
    this.#isReading = false;
    this.#timer?.cancel();
  }

  /** Looks for one place at a time: of those that are asked for meanwhile only the last counts. */
  #seek(): void {
    if (this.#isSeeking) return;
    this.#isSeeking = true;
    const generation = this.#generation;
    const found = (act: () => void): void => {
      this.#isSeeking = false;
      if (generation === this.#generation) act();
      else if (this.#state === 'running' || this.#state === 'held') this.#seek();
    };
    this.source.seek(this.#start.time).then(
      (point) => found(() => this.#enter(point)),
      (error: unknown) => found(() => this.#fail(error)),
    );
  }

  #enter(point: SeekPoint | undefined): void {
    if (point === undefined) return this.#end('end-of-media');
    this.#point = point;
    this.#position = point.position;
    if (this.#state === 'running') this.#pump();
  }

  /** Writes for as long as there is something to write, and arranges what it then waits for. */
  #pump(): void {
    this.#timer?.cancel();
    // One turn of the event loop is not for one player alone.
    let budget = this.options.maxQueuedBytes;
    while (this.#state === 'running' && !this.#isReading && this.#position !== undefined) {
      const wait = this.#timeToWait();
      if (wait > 0) return this.#rest(wait);
      if (this.sink.queuedBytes >= this.options.maxQueuedBytes) return this.#awaitDrain();
      const delay = budget > 0 ? this.sink.bandwidthDelay() : 1;
      if (delay > 0) return this.#wake(delay);
      const segment = this.cache.segment(this.source, this.#position);
      if (segment instanceof Promise) return this.#await(segment);
      budget -= segment.bytes;
      this.#deliver(segment);
    }
  }

  #timeToWait(): number {
    const growth = this.#growsAt - this.clock.now();
    if (!this.#head.hasBegun || this.unpaced) return Math.max(0, growth);
    const wanted = Math.max(this.bufferLength(), this.options.minBufferTime);
    return Math.max(0, growth, this.#head.takeAhead() - wanted);
  }

  #rest(milliseconds: number): void {
    if (this.#burst === 'filling') {
      this.#burst = 'filled';
      this.sink.bufferFilled();
    }
    this.#wake(milliseconds);
  }

  #wake(milliseconds: number): void {
    // Timers count whole milliseconds; one that fires early would have to be set again.
    this.#timer = this.clock.after(Math.ceil(milliseconds), () => this.#pump());
  }

  #awaitDrain(): void {
    if (this.#awaitsDrain) return;
    this.#awaitsDrain = true;
    this.sink.whenDrained(() => {
      this.#awaitsDrain = false;
      this.#pump();
    });
  }

  #await(segment: Promise<CachedSegment>): void {
    const generation = this.#generation;
    this.#isReading = true;
    segment.then(
      (read) => {
        if (generation !== this.#generation) return;
        this.#isReading = false;
        // One that is held asks again when it goes on; by then it is in the cache.
        if (this.#state !== 'running') return;
        this.#deliver(read);
        this.#pump();
      },
      (error: unknown) => {
        if (generation === this.#generation) this.#fail(error);
      },
    );
  }

  #deliver(segment: CachedSegment): void {
    const { messages } = segment.batch;
    const isNew = this.#skip === 0;
    const fresh = isNew ? messages : messages.slice(this.#skip);
    this.#begin(fresh);
    if (this.#state !== 'running') return;
    const chosen = this.#choose(segment, isNew, fresh);
    if (chosen !== undefined && chosen.messages.length > 0) this.#write(chosen, chosen === segment.batch);
    if (this.#state !== 'running') return;
    if (this.#approach?.isComplete === true) return this.#interrupt('idle');
    if (this.filter.isThrough(segment)) return this.#end('length-reached');
    this.#proceed(segment);
  }

  #begin(messages: readonly MediaMessage[]): void {
    if (this.#head.hasBegun || this.#point === undefined) return;
    const { time, manner, ahead = 0, still = false } = this.#start;
    this.#approach = new Approach(this.#point, time, manner, messages, still);
    this.#head.begin(this.#approach.time, ahead);
    this.sink.begins(this.#approach.time);
  }

  #choose(segment: CachedSegment, isNew: boolean, fresh: readonly MediaMessage[]): MediaBatch | undefined {
    if (this.#approach?.isOver(segment.earliest) === true) this.#approach = undefined;
    if (isNew && this.#approach === undefined && this.filter.passes(segment)) return segment.batch;
    const taken = this.#approach?.take(fresh) ?? fresh;
    return new MediaBatch(this.filter.choose(taken), true);
  }

  #write(batch: MediaBatch, isWhole = false): void {
    if (this.#burst === 'filled') {
      this.#burst = 'over';
      this.sink.sendingGoesOn();
    }
    for (const { kind, timestamp, payload } of batch.messages) {
      if (kind !== 'data') this.bytesPlayed += payload.length;
      this.#head.sent(timestamp);
    }
    this.sink.write(batch, isWhole);
  }

  #proceed({ next, position, batch, mayGrow }: CachedSegment): void {
    if (next !== undefined) {
      this.#position = next;
      this.#skip = 0;
    } else if (mayGrow) {
      this.#position = position;
      this.#skip = batch.messages.length;
      // What has grown meanwhile to its end is read once more, at once.
      this.#growsAt = this.source.isGrowing ? this.clock.now() + GROWTH_INTERVAL : 0;
    } else {
      this.#end('end-of-media');
    }
  }

  #end(why: RecordedEnd): void {
    const owed = this.#approach?.finish() ?? [];
    if (owed.length > 0) this.#write(new MediaBatch(owed, true));
    if (this.#start.still === true) return this.#interrupt('idle');
    this.#finish();
    this.sink.ended(why);
  }

  #fail(error: unknown): void {
    this.#finish();
    this.sink.failed(error);
  }

  #finish(): void {
    this.#interrupt('idle');
    this.#state = 'over';
  }
}
