import type { Clock, Timer } from '../../time/clock.js';

interface Planned {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now = 1000;
  #planned: Planned[] = [];
  readonly #endOfTurn: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  date(): number {
    return Date.UTC(2026, 0, 1) + this.#now;
  }

  /** When the next timer is due; undefined if there is none. */
  get nextDue(): number | undefined {
    return this.#planned.length === 0 ? undefined : Math.min(...this.#planned.map(({ at }) => at));
  }

  /** Timers that were set and neither fired nor were cancelled. */
  get timers(): number {
    return this.#planned.length;
  }

  after(milliseconds: number, callback: () => void): Timer {
    const planned = { at: this.#now + milliseconds, callback };
    this.#planned.push(planned);
    return { cancel: () => (this.#planned = this.#planned.filter((other) => other !== planned)) };
  }

  endOfTurn(callback: () => void): void {
    this.#endOfTurn.push(callback);
  }

  /** Ends the turn, and the turns that begin by that. */
  turn(): void {
    for (let callback = this.#endOfTurn.shift(); callback !== undefined; callback = this.#endOfTurn.shift()) callback();
  }

  /** Moves on as a machine does that slept: timers that became due fire afterwards, late. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Moves on; timers fire at their time and in its order, each in a turn of its own. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    this.turn();
    for (;;) {
      const [next] = this.#planned.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#planned = this.#planned.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      this.turn();
    }
    this.#now = end;
  }
}
