import type { Clock } from '../time/clock.js';

/** What becomes of an address that does not answer. */
export interface CircuitListener {
  /** From now on nothing is sent there, for a while. */
  opened(): void;
  /** It answers again. */
  closed(): void;
}

/**
 * Whether it is worth while to send something: after `deadAfter` failures in a row nothing is for `deadFor`
 * milliseconds, so that nobody waits for an address that is dead. Then one attempt shows whether it still is.
 */
export class CircuitBreaker {
  #failures = 0;
  #openUntil: number | undefined;
  #isProbing = false;

  constructor(
    private readonly clock: Clock,
    private readonly deadAfter: number,
    private readonly deadFor: number,
    private readonly listener: CircuitListener,
  ) {}

  /** Whether an attempt would be refused now. */
  get isOpen(): boolean {
    return this.#openUntil !== undefined && (this.#isProbing || this.clock.now() < this.#openUntil);
  }

  /** Whether an attempt may be made. Who makes it says how it went: {@link answered}, {@link failed}, {@link abandoned}. */
  enter(): boolean {
    if (this.isOpen) return false;
    this.#isProbing = this.#openUntil !== undefined;
    return true;
  }

  answered(): void {
    const wasOpen = this.#openUntil !== undefined;
    this.#failures = 0;
    this.#isProbing = false;
    this.#openUntil = undefined;
    if (wasOpen) this.listener.closed();
  }

  failed(): void {
    this.#failures++;
    if (this.#failures < this.deadAfter) return;
    const wasOpen = this.#openUntil !== undefined;
    this.#isProbing = false;
    this.#openUntil = this.clock.now() + this.deadFor;
    if (!wasOpen) this.listener.opened();
  }

  /** The attempt was given up too soon to show anything. */
  abandoned(): void {
    this.#isProbing = false;
  }
}
