import { TokenBucket } from '../time/token-bucket.js';

/** Bytes per second; Infinity for no bound. */
export interface BandwidthCap {
  readonly serverToClient: number;
  readonly clientToServer: number;
}

export type Direction = keyof BandwidthCap;

/** What all clients of an application share of its bandwidth. */
export class ApplicationBandwidth {
  readonly #buckets = new Map<Direction, { readonly rate: number; readonly bucket: TokenBucket }>();

  constructor(private readonly cap: () => BandwidthCap) {}

  isCapped(direction: Direction): boolean {
    return this.cap()[direction] !== Infinity;
  }

  /** Uses `bytes` at time `now` (milliseconds); answers the milliseconds to wait until that is paid for, 0 for none. */
  take(direction: Direction, bytes: number, now: number): number {
    const rate = this.cap()[direction];
    if (rate === Infinity) return 0;
    let present = this.#buckets.get(direction);
    if (present?.rate !== rate) {
      present = { rate, bucket: new TokenBucket(rate, now) };
      this.#buckets.set(direction, present);
    }
    return present.bucket.take(bytes, now);
  }
}
