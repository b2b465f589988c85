/** What was written into a file. */
export interface WrittenMedia {
  readonly bytes: number;
  /** Milliseconds. */
  readonly duration: number;
}
