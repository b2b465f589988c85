import { TokenBucket } from '../time/token-bucket.js';

export interface RtmpeGateOptions {
  readonly enabled: boolean;
  /** Key exchanges that are made per second, about a millisecond of processor time each. Infinity for no bound. */
  readonly maxHandshakesPerSecond: number;
}

/** Decides who may have RTMPE: a key exchange is the dearest thing a stranger can ask for. */
export class RtmpeGate {
  #options: RtmpeGateOptions;
  #rate: TokenBucket;
  #admitted = 0;
  #refused = 0;

  constructor(
    options: RtmpeGateOptions,
    private readonly now: () => number,
  ) {
    this.#options = options;
    this.#rate = new TokenBucket(options.maxHandshakesPerSecond, now());
  }

  reconfigure(options: RtmpeGateOptions): void {
    this.#options = options;
    this.#rate = new TokenBucket(options.maxHandshakesPerSecond, this.now());
  }

  /** Key exchanges made, and refused because there were too many, since the start. */
  get counts(): { admitted: number; refused: number } {
    return { admitted: this.#admitted, refused: this.#refused };
  }

  /** To be asked before each key exchange; undefined where RTMPE is switched off. */
  get admits(): (() => boolean) | undefined {
    if (!this.#options.enabled) return undefined;
    return () => {
      const admits = this.#rate.tryTake(1, this.now());
      if (admits) this.#admitted++;
      else this.#refused++;
      return admits;
    };
  }
}
