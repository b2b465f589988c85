import { MediaBatch } from '../media/media-batch.js';
import type { MediaMessage } from '../media/media-message.js';
import { classify } from '../media/classify.js';
import { timestampDelta } from '../time/timestamp.js';
import type { MessageSink, PlayerEnd } from './message-sink.js';
import type { Loss, PlayerQueueLimits } from './player-queue.js';
import { PlayerQueue } from './player-queue.js';

export interface PlayOptions {
  /** Milliseconds of stream after which the player is let go; undefined for no end. */
  readonly length?: number;
}

/** One player of a live stream: what it wants, what it has lost, and whether it is in step with the others. */
export class LivePlayer {
  readonly queue: PlayerQueue;
  messagesSent = 0;
  #wantsAudio = true;
  #wantsVideo = true;
  #paused = false;
  #endsAt: number | undefined;
  #end: PlayerEnd | undefined;

  constructor(
    readonly sink: MessageSink,
    limits: PlayerQueueLimits,
    private readonly options: PlayOptions,
  ) {
    this.queue = new PlayerQueue(limits, true);
  }

  /** Set when the stream must let this player go. */
  get end(): PlayerEnd | undefined {
    return this.#end;
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
    return (
      this.#wantsAudio &&
      this.#wantsVideo &&
      !this.#paused &&
      !this.queue.inBurst &&
      this.options.length === undefined &&
      !(hasVideo && this.queue.awaitingKeyFrame)
    );
  }

  /** Sends what a player needs to begin, and the GOP so far, in one go. */
  begin(batch: MediaBatch, startsWithKeyFrame: boolean): void {
    if (startsWithKeyFrame) this.queue.admit('key', 0, 0);
    const before = this.sink.queuedBytes;
    this.sink.write(batch);
    this.messagesSent += batch.messages.length;
    this.queue.allowBurst(Math.max(0, this.sink.queuedBytes - before));
    this.#reachedLength(batch.messages.at(-1));
  }

  /** The way of a player out of step: looks at each message, sends what it wants and what its queue can take. */
  deliver(batch: MediaBatch, fill: number, now: number): void {
    const chosen: MediaMessage[] = [];
    for (const message of batch.messages) {
      if (this.#end === undefined && this.#takes(message, fill, now)) chosen.push(message);
    }
    if (chosen.length === 0) return;
    this.sink.write(chosen.length === batch.messages.length ? batch : new MediaBatch(chosen));
    this.messagesSent += chosen.length;
  }

  #takes(message: MediaMessage, fill: number, now: number): boolean {
    if (this.#reachedLength(message)) return false;
    const what = classify(message);
    if (what.isConfiguration) return true;
    if (this.#paused) return false;
    if (message.kind === 'data') return true;
    if (message.kind === 'audio' ? !this.#wantsAudio : !this.#wantsVideo) return false;
    const verdict = this.queue.admit(lossOf(message, what), fill, now);
    if (verdict === 'disconnect') this.#end = 'too-slow';
    return verdict === 'send';
  }

  #reachedLength(message: MediaMessage | undefined): boolean {
    const { length } = this.options;
    if (length === undefined || message === undefined) return false;
    this.#endsAt ??= (message.timestamp + length) >>> 0;
    if (timestampDelta(message.timestamp, this.#endsAt) >= 0) this.#end ??= 'length-reached';
    return this.#end !== undefined;
  }
}

function lossOf(message: MediaMessage, what: ReturnType<typeof classify>): Loss {
  if (message.kind === 'audio') return 'audio';
  if (what.isKeyFrame) return 'key';
  return what.isDisposable ? 'disposable' : 'inter';
}
