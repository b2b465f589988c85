/** What may be lost, in the order in which it is: the kinds of message as a queue sees them. */
export type Loss = 'disposable' | 'inter' | 'key' | 'audio';

export interface PlayerQueueLimits {
  /** Bytes a player may be behind before it is disconnected. */
  readonly maxSize: number;
  /** Milliseconds of stream a player may be behind; 0 means that only bytes count. */
  readonly maxDelay: number;
  /** Milliseconds in which neither audio nor a key frame could be sent, after which a player is disconnected. */
  readonly stallTimeout: number;
}

export type Verdict = 'send' | 'drop' | 'disconnect';

/**
 * The fill, as a part of the limit, from which each kind is lost. A real FMS 4.5 drops in this order
 * and cuts a player off at 8 to 10 MB; nginx-rtmp grades its one drop rule the same way.
 */
const LOST_FROM: Readonly<Record<Loss, number>> = { disposable: 0.25, inter: 0.5, key: 0.75, audio: 0.9 };

/** Below this part of the limit everything is sent, so that nobody needs to look closer. */
export const UNTROUBLED = LOST_FROM.disposable;

/**
 * Decides what a player that falls behind loses. Pure: it is told the time, how many bytes wait and
 * what comes next, and answers. After a lost inter frame nothing is sent of the video until a key
 * frame, because nothing could be decoded.
 */
export class PlayerQueue {
  /** Messages lost because the player was slow; those not sent while it waited to join are not losses. */
  readonly drops: Record<Loss, number> = { disposable: 0, inter: 0, key: 0, audio: 0 };
  /** Bytes of {@link drops}. */
  readonly droppedBytes: Record<Loss, number> = { disposable: 0, inter: 0, key: 0, audio: 0 };
  #awaitingKeyFrame: boolean;
  #lostFrame = false;
  #allowance = 0;
  #mutedSince: number | undefined;

  constructor(
    readonly limits: PlayerQueueLimits,
    awaitingKeyFrame: boolean,
    /** Told of each loss, to count it together with those of other players. */
    private readonly lost: (kind: Loss) => void = () => undefined,
  ) {
    this.#awaitingKeyFrame = awaitingKeyFrame;
  }

  get awaitingKeyFrame(): boolean {
    return this.#awaitingKeyFrame;
  }

  /** Nothing of the video is sent until the next key frame. */
  awaitKeyFrame(): void {
    this.#awaitingKeyFrame = true;
  }

  /** The player was just given `bytes` at once, as a burst that is no sign of slowness. */
  allowBurst(bytes: number): void {
    this.#allowance += bytes;
  }

  /** Whether a burst that was allowed is still on its way. */
  get inBurst(): boolean {
    return this.#allowance > 0;
  }

  /**
   * How full the queue is: 0 is empty, 1 is the limit.
   *
   * @param queuedBytes bytes that wait
   * @param byteRate bytes per second of the stream, 0 if unknown
   */
  fill(queuedBytes: number, byteRate: number): number {
    this.#allowance = Math.min(this.#allowance, queuedBytes);
    const { maxSize, maxDelay } = this.limits;
    const behind = queuedBytes - this.#allowance;
    const bySize = behind / maxSize;
    if (maxDelay === 0 || byteRate === 0) return bySize;
    return Math.max(bySize, (behind * 1000) / byteRate / maxDelay);
  }

  /** A message of `bytes` that may be lost comes at time `now` (milliseconds) while the queue is filled to `fill`. */
  admit(kind: Loss, fill: number, now: number, bytes = 0): Verdict {
    if (fill >= 1) return 'disconnect';
    if (fill >= LOST_FROM[kind]) {
      if (this.#stalled(kind, now)) return 'disconnect';
      if (kind === 'inter' || kind === 'key') this.#awaitingKeyFrame = this.#lostFrame = true;
      this.#lose(kind, bytes);
      return 'drop';
    }
    if (kind === 'key') {
      this.#awaitingKeyFrame = this.#lostFrame = false;
    } else if (kind !== 'audio' && this.#awaitingKeyFrame) {
      if (this.#lostFrame) this.#lose(kind, bytes);
      return 'drop';
    }
    this.#mutedSince = undefined;
    return 'send';
  }

  #lose(kind: Loss, bytes: number): void {
    this.drops[kind]++;
    this.droppedBytes[kind] += bytes;
    this.lost(kind);
  }

  /** Whether for too long everything that a player could go on with was lost. */
  #stalled(kind: Loss, now: number): boolean {
    if (kind === 'audio' || kind === 'key') this.#mutedSince ??= now;
    return this.#mutedSince !== undefined && now - this.#mutedSince >= this.limits.stallTimeout;
  }
}
