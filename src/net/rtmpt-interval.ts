/** Milliseconds of one step of the polling interval (FMS reference, HTTPTunneling/IdlePostInterval). */
const STEP = 16;
/** The first pause that is asked for after a poll that found nothing. */
const FIRST_PAUSE = 2 * STEP;

/** How long a client is asked to wait before its next poll: not at all while there is something, longer and longer else. */
export class RtmptInterval {
  #pause = 0;

  /** @param longest milliseconds */
  constructor(private readonly longest: number) {}

  /** As it is written before every answer: 1, then 3, 5, 9, 17, 33 as FMS counts them. */
  get byte(): number {
    return 1 + Math.floor(this.#pause / STEP);
  }

  /** There was something to send. */
  busy(): void {
    this.#pause = 0;
  }

  /** A poll found nothing. */
  idle(): void {
    this.#pause = Math.min(this.longest, Math.max(FIRST_PAUSE, this.#pause * 2));
  }
}
