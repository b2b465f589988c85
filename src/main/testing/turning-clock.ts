import { ManualClock } from './manual-clock.js';

/** A clock that a test moves by hand, whose turns are those of Node.js: whoever awaits something need not end them. */
export class TurningClock extends ManualClock {
  #busy = 0;

  override endOfTurn(callback: () => void): void {
    this.#busy++;
    setImmediate(() => {
      this.#busy--;
      callback();
    });
  }

  /** Resolves when nothing moves any more that needs no time, as far as that can be seen. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#busy > 0) quiet = 0;
    }
  }

  /** Moves on, timer by timer, and lets everything happen that comes of each. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.now() + milliseconds;
    await this.settled();
    for (let due = this.nextDue; due !== undefined && due <= end; due = this.nextDue) {
      this.advance(Math.max(due - this.now(), 0));
      await this.settled();
    }
    this.advance(Math.max(end - this.now(), 0));
    await this.settled();
  }
}
