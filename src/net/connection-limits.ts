import type { AddressRules } from '../application/address-rules.js';

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
  #allowance: number;
  #refilledAt = 0;

  constructor(public options: ConnectionLimitOptions) {
    this.#allowance = options.maxConnectionRate;
  }

  get connections(): number {
    return this.#connections;
  }

  /** The rule that refuses a connection from `address` at `now` (milliseconds), or undefined if it is let in. */
  enter(address: string, now: number): string | undefined {
    const { access, maxConnections, maxConnectionsPerAddress } = this.options;
    const refused = access.refuses(address);
    if (refused !== undefined) return `adaptor.${refused}`;
    if (this.#connections >= maxConnections) return 'adaptor.resourceLimits.maxConnections';
    const fromAddress = this.#perAddress.get(address) ?? 0;
    if (fromAddress >= maxConnectionsPerAddress) return 'adaptor.resourceLimits.maxConnectionsPerAddress';
    if (!this.#withinRate(now)) return 'adaptor.resourceLimits.maxConnectionRate';
    this.#perAddress.set(address, fromAddress + 1);
    this.#connections++;
    return undefined;
  }

  leave(address: string): void {
    this.#connections--;
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#perAddress.delete(address);
    else this.#perAddress.set(address, left);
  }

  #withinRate(now: number): boolean {
    const { maxConnectionRate } = this.options;
    if (!Number.isFinite(maxConnectionRate)) return true;
    const refill = ((now - this.#refilledAt) * maxConnectionRate) / 1000;
    this.#allowance = Math.min(maxConnectionRate, this.#allowance + refill);
    this.#refilledAt = now;
    if (this.#allowance < 1) return false;
    this.#allowance--;
    return true;
  }
}
