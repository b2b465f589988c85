import type { ApplicationBandwidth } from '../application/application-bandwidth.js';
import { TokenBucket } from '../time/token-bucket.js';

/** Milliseconds over the cap that are as bad as a full queue. */
const FULL = 1000;
/** Whoever is over a cap loses frames, and is not disconnected for it. */
const FULLEST = 0.99;

/**
 * Makes a client lose what is more than its bandwidth, or that of its application: as a slow network does,
 * it lets the queue of a player seem filled, so that this loses frames in its usual order. A second's worth
 * is saved up, so that a key frame is no offence.
 */
export class OutgoingCap {
  readonly #own: TokenBucket;
  #counted: number;

  /**
   * @param bytesPerSecond of this client; Infinity for no bound
   * @param sent bytes that it was sent so far
   */
  constructor(
    bytesPerSecond: number,
    private readonly shared: ApplicationBandwidth,
    sent: number,
    now: number,
  ) {
    this.#own = new TokenBucket(bytesPerSecond, now);
    this.#counted = sent;
  }

  /** How full the queue of a player is to be taken for, from 0, when its client was sent `sent` bytes up to now. */
  fill(sent: number, now: number): number {
    return Math.min(this.wait(sent, now) / FULL, FULLEST);
  }

  /** Milliseconds for which a client is to be sent nothing more that can wait, when it was sent `sent` bytes up to now. */
  wait(sent: number, now: number): number {
    const bytes = sent - this.#counted;
    this.#counted = sent;
    return Math.max(this.#own.take(bytes, now), this.shared.take('serverToClient', bytes, now));
  }

  /** `bytes` that were sent and counted are given back: the burst with which a player begins. */
  forgive(bytes: number, now: number): void {
    this.#own.take(-bytes, now);
    this.shared.take('serverToClient', -bytes, now);
  }
}
