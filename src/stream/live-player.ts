import { MediaBatch } from '../media/media-batch.js';
import type { MediaMessage } from '../media/media-message.js';
import { classify } from '../media/classify.js';
import type { MessageClass } from '../media/message-class.js';
import { timestampDelta } from '../time/timestamp.js';
import type { LiveTotals } from './live-totals.js';
import type { MessageSink, PlayerEnd } from './message-sink.js';
import type { Loss, PlayerQueueLimits } from './player-queue.js';
import { PlayerQueue } from './player-queue.js';
import { SampledRate } from './sampled-rate.js';

/** What a player wants of a stream. */
export interface PlayOptions {
  /** Milliseconds of the stream's time, counted from the first frame, after which the player is let go. */
  readonly length?: number;
  /** Default true, both. */
  readonly audio?: boolean;
  readonly video?: boolean;
}

/** One player of a live stream: what it wants, what it has lost, and whether it is in step with the others. */
export class LivePlayer {
  readonly queue: PlayerQueue;
  messagesSent = 0;
  /** Of payload. */
  bytesSent = 0;
  /** Of {@link bytesSent}, which the stream samples. */
  readonly sentRate = new SampledRate();
  /** Bytes of audio and video, of a player out of step. */
  bytesPlayed = 0;
  #wantsAudio: boolean;
  #wantsVideo: boolean;
  #paused = false;
  readonly #length: number | undefined;
  #startedAt: number | undefined;
  #newest = 0;
  #end: PlayerEnd | undefined;

  constructor(
    readonly sink: MessageSink,
    limits: PlayerQueueLimits,
    /** Of the stream: counts what this player is sent out of step, and what it loses. */
    private readonly totals: LiveTotals,
    { length, audio = true, video = true }: PlayOptions,
  ) {
    this.queue = new PlayerQueue(limits, true, (kind) => totals.lost(kind));
    this.#length = length;
    this.#wantsAudio = audio;
    this.#wantsVideo = video;
  }

  /** Set when the stream must let this player go. */
  get end(): PlayerEnd | undefined {
    return this.#end;
  }

  /** Milliseconds of stream from its first frame to its last, of a player out of step. */
  get timePlayed(): number {
    return this.#timeAt(this.#newest);
  }

  get paused(): boolean {
    return this.#paused;
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.queue.awaitKeyFrame();
  }

  receiveAudio(wanted: boolean): void {
    this.#wantsAudio = wanted;
  }

  receiveVideo(wanted: boolean): void {
    if (wanted && !this.#wantsVideo) this.queue.awaitKeyFrame();
    this.#wantsVideo = wanted;
  }

  /** Whether it takes everything there is, so that it can be handed what all others are handed. */
  inStep(hasVideo: boolean): boolean {
    return this.#wantsAll && !this.#paused && !this.queue.inBurst && !(hasVideo && this.queue.awaitingKeyFrame);
  }

  /** Sends what a player needs to begin, and the GOP so far if `hasKeyFrame`, in one go. */
  begin(batch: MediaBatch, hasKeyFrame: boolean, now: number): void {
    const before = this.sink.queuedBytes;
    if (this.#wantsAll) {
      if (hasKeyFrame) this.queue.admit('key', 0, now);
      this.send(batch);
    } else {
      this.deliver(batch, 0, now);
    }
    this.queue.allowBurst(Math.max(0, this.sink.queuedBytes - before));
  }

  /** The way of a player out of step: looks at each message, sends what it wants and what its queue can take. */
  deliver(batch: MediaBatch, fill: number, now: number): void {
    const chosen: MediaMessage[] = [];
    for (const message of batch.messages) {
      if (this.#end === undefined && this.#takes(message, fill, now)) chosen.push(message);
    }
    if (chosen.length > 0) this.send(chosen.length === batch.messages.length ? batch : new MediaBatch(chosen));
  }

  /** Sends a batch as it is, and counts it here and in the totals. */
  send(batch: MediaBatch): void {
    const bytes = batch.messages.reduce((sum, { payload }) => sum + payload.length, 0);
    this.sink.write(batch);
    this.sent(batch.messages.length, bytes);
    this.totals.sent(batch.messages.length, bytes);
  }

  /** Counts what was written to the sink in step with others, which the stream adds to its totals at once. */
  sent(messages: number, bytes: number): void {
    this.messagesSent += messages;
    this.bytesSent += bytes;
  }

  get #wantsAll(): boolean {
    return this.#wantsAudio && this.#wantsVideo && this.#length === undefined;
  }

  #takes(message: MediaMessage, fill: number, now: number): boolean {
    if (this.#length !== undefined && this.#timeAt(message.timestamp) > this.#length) {
      this.#end = 'length-reached';
      return false;
    }
    const what = classify(message);
    if (!this.#wants(message, what)) return false;
    if (fill >= 1) {
      this.#end = 'too-slow';
      return false;
    }
    if (what.isConfiguration || message.kind === 'data') return true;
    const verdict = this.queue.admit(lossOf(message, what), fill, now, message.payload.length);
    if (verdict === 'disconnect') this.#end = 'too-slow';
    if (verdict === 'send') this.#played(message);
    return verdict === 'send';
  }

  #played({ timestamp, payload }: MediaMessage): void {
    this.#startedAt ??= timestamp;
    this.#newest = timestamp;
    this.bytesPlayed += payload.length;
  }

  /** Milliseconds from the first frame to `timestamp`. */
  #timeAt(timestamp: number): number {
    return this.#startedAt === undefined ? 0 : timestampDelta(timestamp, this.#startedAt);
  }

  /** Configurations reach everybody, whatever else they want, or they could not go on later. */
  #wants({ kind }: MediaMessage, { isConfiguration }: MessageClass): boolean {
    if (isConfiguration) return true;
    if (this.#paused) return false;
    return kind === 'data' || (kind === 'audio' ? this.#wantsAudio : this.#wantsVideo);
  }
}

function lossOf(message: MediaMessage, what: MessageClass): Loss {
  if (message.kind === 'audio') return 'audio';
  if (what.isKeyFrame) return 'key';
  return what.isDisposable ? 'disposable' : 'inter';
}
