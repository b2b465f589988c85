import type { ByteStream } from '../net/byte-stream.js';
import type { Clock } from '../time/clock.js';

/**
 * Says whether the next message of a peer may be read. It may not while what the last one asked for is
 * being decided, nor while our answers pile up because the peer does not listen to them.
 *
 * The stream itself is stopped at the end of the turn only: most decisions are made before, and to stop and
 * start a socket costs more than they do. Within a turn a socket brings up to 2 MB, so it is stopped at once where
 * more comes meanwhile, and where the last stop was for longer: a peer that is slowed down is not read ahead.
 */
export class ReadGate {
  #isDeciding = false;
  #isCongested = false;
  #isPaused = false;
  #pausePlanned = false;
  /** The last time that reading stopped, it was for longer than the turn; so it will be the next time. */
  #outlastsTurns = false;

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

  /**
   * Closed until `decision` is there; `failed` is told if it never will be.
   *
   * @param listens the stream is stopped only when more comes, because of one that is stopped the end is not noticed
   */
  closeUntil(decision: Promise<void>, failed: (error: unknown) => void, listens = false): void {
    this.#isDeciding = true;
    if (!listens) this.#planPause();
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

  /** Bytes came while no message may be read: the sender is not waiting, so no more of them are taken. */
  pressed(): void {
    if (!this.isOpen) this.#pause();
  }

  #reopen(): void {
    if (!this.isOpen) return;
    this.opened();
    // What had come may have closed it again: no more is taken before all of that is read.
    if (!this.isOpen || !this.#isPaused) return;
    this.#isPaused = false;
    this.stream.resume();
  }

  #pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.stream.pause();
  }

  #planPause(): void {
    if (this.#outlastsTurns) this.#pause();
    if (this.#pausePlanned) return;
    this.#pausePlanned = true;
    this.clock.endOfTurn(() => {
      this.#pausePlanned = false;
      this.#outlastsTurns = !this.isOpen;
      if (!this.isOpen) this.#pause();
    });
  }
}
