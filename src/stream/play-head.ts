import type { Clock } from '../time/clock.js';

/** Where a client is in recorded media, as far as what it was sent, and when, tells. Times are milliseconds of the media. */
export class PlayHead {
  /** What the client plays and when, once something was sent. */
  #anchor: { readonly time: number; readonly at: number } | undefined;
  #first = 0;
  #sentUpTo = 0;

  constructor(private readonly clock: Clock) {}

  /** Something was sent since {@link goTo}. */
  get hasBegun(): boolean {
    return this.#anchor !== undefined;
  }

  /** What the client plays now, if it plays everything as it comes. */
  get time(): number {
    return this.#anchor === undefined ? this.#first : Math.min(this.#sentUpTo, this.#played(this.#anchor));
  }

  /** Up to where media was sent. */
  get sentUpTo(): number {
    return this.#sentUpTo;
  }

  /** Milliseconds from the first that was sent to the last. */
  get timePlayed(): number {
    return Math.max(0, this.#sentUpTo - this.#first);
  }

  /** Playing is to begin at `time`. */
  goTo(time: number): void {
    this.#anchor = undefined;
    this.#first = this.#sentUpTo = time;
  }

  /** @param ahead milliseconds of media that the client still has to play of what it was sent before */
  begin(time: number, ahead: number): void {
    this.#first = this.#sentUpTo = time;
    this.#anchor = { time: time - ahead, at: this.clock.now() };
  }

  sent(timestamp: number): void {
    if (timestamp > this.#sentUpTo) this.#sentUpTo = timestamp;
  }

  /** Milliseconds of media that the client has and has not played yet. */
  takeAhead(): number {
    if (this.#anchor === undefined) return 0;
    const ahead = this.#sentUpTo - this.#played(this.#anchor);
    // A client that has played everything has stopped there, and goes on with what comes next.
    if (ahead < 0) this.#anchor = { time: this.#sentUpTo, at: this.clock.now() };
    return Math.max(0, ahead);
  }

  #played({ time, at }: { readonly time: number; readonly at: number }): number {
    return time + this.clock.now() - at;
  }
}
