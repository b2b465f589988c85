/** A timer that was set. Cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/** The only source of time below the roof; a test replaces it by a clock that it moves by hand. */
export interface Clock {
  /** Milliseconds of a monotonic clock that no change of the system's date moves. */
  now(): number;
  /** The date, in milliseconds since 1970 UTC: for log lines and file names, never for measuring. */
  date(): number;
  /** Calls `callback` once after `milliseconds`. A timer does not keep the process alive. */
  after(milliseconds: number, callback: () => void): Timer;
  /** Calls `callback` once, when the present turn of the event loop has handled its input. */
  endOfTurn(callback: () => void): void;
}
