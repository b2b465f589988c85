/** What is known of a file of another server. */
export interface RemoteFileFacts {
  /** Which file it is: the same whoever asks for it, and whenever. For the cache and for logs, no path. */
  readonly key: string;
  /** Changes with its content. That of one that grows does not change while it does. */
  readonly version: string;
  /** Bytes. */
  readonly size: number;
  /** Somebody is writing to it there. */
  readonly isGrowing: boolean;
}

/** A file of another server, read over whatever joins the two. Reads may run at the same time. */
export interface RemoteFile {
  /** As last heard. */
  readonly facts: RemoteFileFacts;
  /**
   * Reads `length` bytes at `offset`, which lie in the file as {@link facts} has it. Rejects if the other server cannot
   * be asked, or if the file is not that version any more.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Asks again how long it is, and whether it still grows. Rejects as {@link read}. */
  refresh(): Promise<void>;
  /** It is read for some time, until {@link release}. */
  hold(): void;
  /** It can still be read: then it is opened for that. */
  release(): void;
}
