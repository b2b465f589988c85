import { timestampDelta } from '../time/timestamp.js';

/**
 * When the frames of a stream were taken, as far as their arrival tells: what comes at once with others was late, so
 * that the one that came soonest after its time tells it for all.
 */
export class WallTime {
  #reference: { readonly timestamp: number; readonly date: number } | undefined;

  /** @param date milliseconds since 1970 */
  constructor(private readonly date: () => number) {}

  /** A frame came. */
  frame(timestamp: number): void {
    const date = this.date();
    const reference = this.#reference;
    if (reference === undefined || date - reference.date < timestampDelta(timestamp, reference.timestamp))
      this.#reference = { timestamp, date };
  }

  /** Milliseconds since 1970; now if no frame came. */
  of(timestamp: number): number {
    const reference = this.#reference;
    if (reference === undefined) return this.date();
    return reference.date + timestampDelta(timestamp, reference.timestamp);
  }
}
