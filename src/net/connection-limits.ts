import type { AddressRules } from '../application/address-rules.js';
import { isLoopback } from './plain-address.js';
import { TokenBucket } from '../time/token-bucket.js';

export interface ConnectionLimitOptions {
  readonly access: AddressRules;
  /** Infinity for no bound, here and below. */
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Connections accepted per second. */
  readonly maxConnectionRate: number;
}

/** Decides at the door of a listener, before a byte is read, and counts who is inside. */
export class ConnectionLimits {
  readonly #perAddress = new Map<string, number>();
  #connections = 0;
  #accepted = 0;
  #refused = 0;
  #options: ConnectionLimitOptions;
  #rate: TokenBucket;

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
    this.#rate = new TokenBucket(options.maxConnectionRate, 0);
  }

  /** New limits; who is inside stays. */
  reconfigure(options: ConnectionLimitOptions, now: number): void {
    this.#options = options;
    this.#rate = new TokenBucket(options.maxConnectionRate, now);
  }

  /** Since the start. */
  get counts(): { accepted: number; refused: number } {
    return { accepted: this.#accepted, refused: this.#refused };
  }

  get connections(): number {
    return this.#connections;
  }

  /**
   * The rule that refuses a connection from `address` at `now` (milliseconds), by its key: `resourceLimits.maxConnections`;
   * undefined if it is let in.
   */
  enter(address: string, now: number): string | undefined {
    const rule = this.#refuses(address, now);
    if (rule !== undefined) {
      this.#refused++;
      return rule;
    }
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    this.#connections++;
    this.#accepted++;
    return undefined;
  }

  leave(address: string): void {
    this.#connections--;
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#perAddress.delete(address);
    else this.#perAddress.set(address, left);
  }

  #refuses(address: string, now: number): string | undefined {
    const { access, maxConnections, maxConnectionsPerAddress } = this.#options;
    const refused = access.refuses(address);
    if (refused !== undefined) return refused;
    if (this.#connections >= maxConnections) return 'resourceLimits.maxConnections';
    // A proxy on this machine, or a load test, comes from one address with everybody behind it.
    const crowded = (this.#perAddress.get(address) ?? 0) >= maxConnectionsPerAddress && !isLoopback(address);
    if (crowded) return 'resourceLimits.maxConnectionsPerAddress';
    return this.#rate.tryTake(1, now) ? undefined : 'resourceLimits.maxConnectionRate';
  }
}
