import type { ByteStream } from '../net/byte-stream.js';
import type { Clock } from '../time/clock.js';

/**
 * Says whether the next message of a peer may be read. It may not while what the last one asked for is
 * being decided, nor while our answers pile up because the peer does not listen to them.
 *
 * The stream itself is stopped at the end of the turn only: most decisions are made before, and to stop and
 * start a socket costs more than they do.
 */
export class ReadGate {
  #isDeciding = false;
  #isCongested = false;
  #isPaused = false;
  #pausePlanned = false;

  constructor(
    private readonly stream: ByteStream,
    private readonly clock: Clock,
    /** Called when reading may go on. */
    private readonly opened: () => void,
  ) {}

  get isOpen(): boolean {
    return !this.#isDeciding && !this.#isCongested;
  }

  get isDeciding(): boolean {
    return this.#isDeciding;
  }

  /** Closed until `decision` is there; `failed` is told if it never will be. */
  closeUntil(decision: Promise<void>, failed: (error: unknown) => void): void {
    this.#isDeciding = true;
    this.#planPause();
    const decided = (): void => {
      this.#isDeciding = false;
      this.#reopen();
    };
    decision.then(decided, (error: unknown) => {
      failed(error);
      decided();
    });
  }

  /** Closed until {@link drained}. */
  congested(): void {
    this.#isCongested = true;
    this.#planPause();
  }

  drained(): void {
    if (!this.#isCongested) return;
    this.#isCongested = false;
    this.#reopen();
  }

  #reopen(): void {
    if (!this.isOpen) return;
    if (this.#isPaused) this.stream.resume();
    this.#isPaused = false;
    this.opened();
  }

  #planPause(): void {
    if (this.#pausePlanned || this.#isPaused) return;
    this.#pausePlanned = true;
    this.clock.endOfTurn(() => {
      this.#pausePlanned = false;
      if (this.isOpen) return;
      this.#isPaused = true;
      this.stream.pause();
    });
  }
}
