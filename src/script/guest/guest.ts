import type { Plain } from '../protocol/bytes.js';

/** Hears what became of an event: what it failed with, or the answer. To be called once, now or later. */
export type EventAnswer = (error: string | undefined, answer?: Plain) => void;

/** An instance of a script as the thread that runs it sees it, whatever it is written in. */
export interface Guest {
  /**
   * An event of `ScriptEvents`. It throws nothing: an error of the script's is logged, and is the answer's.
   *
   * @param answered absent if nobody waits
   */
  event(event: string, args: readonly Plain[], answered?: EventAnswer): void;
  /**
   * An `object.news` that the script has not been told yet, and that came before the answer for which the script stands
   * still now: what it changes is to be seen at once. {@link event} follows in its turn. No code of the script may run.
   */
  news?(args: readonly Plain[]): void;
  /** The instance is gone: no timer, no connection of its own is left. */
  close(): void;
}
