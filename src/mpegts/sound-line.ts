/** How far timestamps may be from where the samples end before they are believed: milliseconds. */
const TOLERANCE = 50;

/**
 * The time of frames of sound: each begins where the one before ended, until its timestamp says something else by more
 * than 50 ms. Timestamps are whole milliseconds; frames of sound are not.
 */
export class SoundLine {
  #expected: number | undefined;

  /**
   * Milliseconds where the frame begins.
   *
   * @param time that its timestamp tells
   * @param duration of the frame; undefined if it is not known
   */
  place(time: number, duration: number | undefined): number {
    const expected = this.#expected;
    const placed = expected !== undefined && Math.abs(time - expected) <= TOLERANCE ? expected : time;
    this.#expected = duration === undefined ? undefined : placed + duration;
    return placed;
  }
}
