import { MediaBatch } from '../media/media-batch.js';
import { MediaMessage } from '../media/media-message.js';
import type { Clock, Timer } from '../time/clock.js';
import type { FlushPace } from './flush-pace.js';
import type { GopCacheLimits } from './gop-cache.js';
import { LiveBeginning } from './live-beginning.js';
import type { PlayOptions } from './live-player.js';
import { LivePlayer } from './live-player.js';
import { LiveTotals } from './live-totals.js';
import type { MessageSink } from './message-sink.js';
import type { PlayerQueueLimits } from './player-queue.js';
import { UNTROUBLED } from './player-queue.js';
import { PlayerSet } from './player-set.js';
import type { Publisher } from './publisher.js';
import { SampledRate } from './sampled-rate.js';
import { StreamStatistics } from './stream-statistics.js';
import type { StreamWatcher } from './stream-watcher.js';
import type { TimestampPolicy } from './timeline.js';
import { Timeline } from './timeline.js';

export interface LiveStreamOptions {
  readonly gopCache: GopCacheLimits;
  readonly playerQueue: PlayerQueueLimits;
  /** Milliseconds for which messages may be held back, under load, to leave together. 0 sends each at once. */
  readonly maxQueueDelay: number;
  /** Bytes that may be held back; with more, all of them leave. */
  readonly maxQueueSize: number;
  readonly timestamps: TimestampPolicy;
}

/** Milliseconds between two looks at how much players are sent. */
const SAMPLE_INTERVAL = 1000;

/**
 * A live stream: one publisher or none, any number of players, who stay when the publisher goes.
 *
 * Work per message is O(1): it is only appended to what waits. A flush hands one batch to every
 * player in step. What a player sees when it joins is exactly what was flushed before it came, so it
 * neither misses nor repeats a message.
 */
export class LiveStream {
  readonly #players = new PlayerSet((isPlayed) => this.watcher?.played(isPlayed));
  readonly #beginning: LiveBeginning;
  /** What passed, counted and measured. */
  readonly totals: LiveTotals;
  readonly statistics: StreamStatistics;
  /** Of the bytes that players are sent. */
  readonly sentRate = new SampledRate();
  #sampledAt = -Infinity;
  readonly #timeline: Timeline;
  #publisher: Publisher | undefined;
  #pending: MediaMessage[] = [];
  #pendingBytes = 0;
  #timer: Timer | undefined;
  #flushAtEndOfTurn = false;
  /** The timestamp up to which everything was sent. */
  #sentUpTo = 0;
  #sentAt = 0;

  constructor(
    readonly name: string,
    private readonly clock: Clock,
    private readonly pace: FlushPace,
    public options: LiveStreamOptions,
    /** Those of all streams of the application. */
    applicationTotals?: LiveTotals,
    private readonly watcher?: StreamWatcher,
  ) {
    this.totals = new LiveTotals(applicationTotals);
    this.statistics = new StreamStatistics(this.totals, (news) => this.watcher?.codec(this.#publisher, news));
    this.#beginning = new LiveBeginning(options.gopCache);
    this.#timeline = new Timeline(options.timestamps);
  }

  get publisher(): Publisher | undefined {
    return this.#publisher;
  }

  /** When something was last sent to the players (milliseconds, monotonic); 0 if never. */
  get sentAt(): number {
    return this.#sentAt;
  }

  get players(): ReadonlySet<LivePlayer> {
    return this.#players;
  }

  /** Bytes per second, measured over the last second or so. */
  get byteRate(): number {
    return this.statistics.bytesPerSecond;
  }

  /** What whoever joins begins with. */
  get beginning(): Pick<LiveBeginning, 'gopCache' | 'keyFrame'> {
    return this.#beginning;
  }

  /** Nobody publishes and nobody plays, nor is anything kept for those who will. */
  get isUnused(): boolean {
    return this.#publisher === undefined && this.#players.size === 0 && !this.#beginning.hasDataFrames;
  }

  /** Begins a publication. There must be no publisher: who may take the place of whom is decided above. */
  attach(publisher: Publisher): void {
    if (this.#publisher !== undefined) throw new Error(`live stream ${this.name} has a publisher`);
    this.#publisher = publisher;
    this.#timeline.restart(this.#players.size > 0);
    this.#sentUpTo = this.#timeline.newest;
    for (const player of this.#players) player.sink.published();
    this.watcher?.published(publisher);
  }

  /**
   * Gives the stream to another publisher while it runs: players are told nothing, and see time go on. What
   * comes next must begin with sequence headers and a key frame.
   */
  takeOver(publisher: Publisher): void {
    this.flush();
    const before = this.#publisher;
    this.#publisher = publisher;
    this.#timeline.restart(true);
    this.#forget();
    if (before !== undefined) this.watcher?.unpublished(before);
    this.watcher?.published(publisher);
  }

  /** Ends the publication of `publisher`; one that was replaced meanwhile is ignored. */
  detach(publisher: Publisher): void {
    if (this.#publisher !== publisher) return;
    this.flush();
    this.#publisher = undefined;
    this.#forget();
    for (const player of this.#players) {
      player.queue.awaitKeyFrame();
      player.sink.unpublished();
    }
    this.watcher?.unpublished(publisher);
  }

  /** A message from the publisher. */
  receive(message: MediaMessage): void {
    const now = this.clock.now();
    const timestamp = this.#timeline.place(message.timestamp, now);
    const placed = message.at(timestamp);
    this.statistics.received(placed, message.timestamp, this.#timeline.mended, now);
    this.#queue(placed);
  }

  /**
   * A data message of the server itself, whoever publishes, or nobody: it is sent at the time where the stream is.
   *
   * @param dataFrame the name under which it is kept for later players (`@setDataFrame`)
   */
  insert(payload: Uint8Array, dataFrame?: string): void {
    const time = this.#publisher === undefined ? this.#timeline.pass(this.clock.now()) : this.#timeline.newest;
    const message = new MediaMessage('data', time, payload);
    this.#queue(message);
    this.flush();
    if (dataFrame !== undefined) this.#beginning.setDataFrame(dataFrame, message);
  }

  #queue(message: MediaMessage): void {
    this.#pending.push(message);
    this.#pendingBytes += message.payload.length;
    if (this.#pendingBytes > this.options.maxQueueSize) return this.flush();
    if (this.#timer !== undefined || this.#flushAtEndOfTurn) return;
    const delay = this.pace.delay(this.options.maxQueueDelay);
    if (delay >= 1) {
      this.#timer = this.clock.after(delay, () => this.flush());
    } else {
      this.#flushAtEndOfTurn = true;
      this.clock.endOfTurn(() => this.flush());
    }
  }

  /** A data message of the publisher that every later player is to be given first (`@setDataFrame`). */
  setDataFrame(name: string, message: MediaMessage): void {
    this.receive(message);
    this.flush();
    this.#beginning.setDataFrame(name, message);
  }

  /** Forgets a data frame (`@clearDataFrame`). */
  clearDataFrame(name: string): void {
    this.#beginning.clearDataFrame(name);
  }

  /** Forgets all of them. */
  clearDataFrames(): void {
    this.#beginning.clearDataFrames();
  }

  /** The publisher goes on with other media: who joins from now on is not given what belonged to that before. */
  renew(): void {
    this.flush();
    this.#forget();
  }

  /** Adds a player, which is given what it needs to begin with at once. */
  join(sink: MessageSink, playOptions: PlayOptions = {}): LivePlayer {
    const totals = sink.isRecorder === true ? new LiveTotals() : this.totals;
    const player = new LivePlayer(sink, this.options.playerQueue, totals, playOptions);
    this.#players.add(player);
    const now = this.clock.now();
    if (sink.queuedBytes < this.#untroubled) {
      const { batch, hasKeyFrame } = this.#beginning.at(this.#sentUpTo);
      if (batch.messages.length > 0) player.begin(batch, hasKeyFrame, now);
    } else {
      // Who is behind already is not given a GOP on top of that.
      player.begin(this.#beginning.withoutGop(this.#sentUpTo), false, now);
    }
    // What it begins with is no rate.
    player.sentRate.sample(player.bytesSent, now);
    return player;
  }

  /** Pauses a player, or lets it go on, with the data frames as they are now and from the next key frame on. */
  pause(player: LivePlayer, paused: boolean): void {
    player.pause(paused);
    const dataFrames = this.#beginning.dataFrames(this.#sentUpTo);
    if (!paused && dataFrames.length > 0) player.send(new MediaBatch(dataFrames));
  }

  leave(player: LivePlayer): void {
    this.#players.delete(player);
  }

  /** Sends what waits, now. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#flushAtEndOfTurn = false;
    if (this.#pending.length === 0) return;
    const start = this.clock.now();
    this.#sentAt = start;
    const batch = new MediaBatch(this.#pending);
    const bytes = this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#beginning.sent(batch.messages);
    this.#sentUpTo = this.#timeline.newest;
    this.#send(batch, bytes, start);
    if (start - this.#sampledAt >= SAMPLE_INTERVAL) this.#sample(start);
    this.pace.record(start, this.clock.now(), batch.messages.length);
  }

  /** What belonged to a publication that is over. */
  #forget(): void {
    this.#beginning.clear();
    this.statistics.restart();
  }

  #send(batch: MediaBatch, bytes: number, now: number): void {
    const messages = batch.messages.length;
    let inStep = 0;
    const untroubled = this.#untroubled;
    const { hasVideo } = this.#beginning;
    let over: LivePlayer[] | undefined;
    for (const player of this.#players) {
      const { sink } = player;
      const { queuedBytes } = sink;
      if (queuedBytes < untroubled && player.inStep(hasVideo)) {
        sink.write(batch);
        player.sent(messages, bytes);
        if (sink.isRecorder !== true) inStep++;
      } else {
        player.deliver(batch, player.queue.fill(queuedBytes, this.byteRate), now);
        if (player.end !== undefined) (over ??= []).push(player);
      }
    }
    this.totals.sent(inStep * messages, inStep * bytes);
    // Whoever is let go may take others with it, this stream's publisher among them: the batch comes first.
    for (const player of over ?? []) this.#letGo(player);
  }

  /** Looks at what has been sent, so that there are rates without a timer, and without a look at each frame. */
  #sample(now: number): void {
    this.#sampledAt = now;
    this.sentRate.sample(this.totals.sentBytes, now);
    for (const player of this.#players) player.sentRate.sample(player.bytesSent, now);
  }

  /** Bytes that may wait for a player at most. */
  get queueLimit(): number {
    const { maxSize, maxDelay } = this.options.playerQueue;
    const byteRate = this.byteRate;
    return maxDelay > 0 && byteRate > 0 ? Math.min(maxSize, (byteRate * maxDelay) / 1000) : maxSize;
  }

  /** From here on its queue is looked at more closely. */
  get #untroubled(): number {
    return this.queueLimit * UNTROUBLED;
  }

  #letGo(player: LivePlayer): void {
    if (!this.#players.delete(player) || player.end === undefined) return;
    if (player.end === 'too-slow') this.totals.playerCut();
    player.sink.ended(player.end);
  }
}
