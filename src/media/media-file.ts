/**
 * The bytes of a file, read from anywhere in it: with {@link MediaSource} the only thing on the lower floors
 * that takes time. Reads may run at the same time.
 */
export interface MediaFile {
  /** Bytes of the file, as far as is known: see {@link refresh}. */
  readonly size: number;
  /** Changes with the content; the same for the same content as long as the file lies where it is. */
  readonly version: string;
  /** Somebody is writing to it, so that it may be longer the next time. */
  readonly isGrowing: boolean;
  /** Reads `length` bytes at `offset`; fewer only where the file ends. Rejects if it cannot be read. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Looks again how long the file is, and whether it still grows. */
  refresh(): Promise<void>;
}
