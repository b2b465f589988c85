/** How work that reads a whole file goes on. */
export interface MediaWork {
  /** Told after each block how many bytes of the file were read. */
  readonly onProgress?: (bytes: number) => void;
  /** To stop; the work then rejects with the reason of the signal. */
  readonly signal?: AbortSignal;
}
