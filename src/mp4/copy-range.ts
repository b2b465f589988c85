/** Bytes of a part that go into the file as they are. */
export interface CopyRange {
  /** Index of the part. */
  readonly part: number;
  readonly offset: number;
  readonly length: number;
}
