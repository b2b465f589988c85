/** A two-way stream of bytes: TCP, TLS, a WebSocket, or in tests two ends in memory. */
export interface ByteStream {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly secure: boolean;
  /** What carries it, if that is not TCP, `ws` or `http`: by it the protocols have their names. */
  readonly carrier?: string;
  /** Bytes written and not yet taken by the operating system. */
  readonly queuedBytes: number;
  /** Begins to deliver; nothing is lost before. */
  start(handler: ByteStreamHandler): void;
  /** Writes all parts in order with as few system calls as can be. They must not change afterwards. */
  write(parts: readonly Uint8Array[]): void;
  /** Stops delivering until {@link resume}; the other side is slowed down in the end. */
  pause(): void;
  resume(): void;
  /** Sends what is queued, then closes; a peer that does not read is cut off after some seconds. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
}

export interface ByteStreamHandler {
  received(bytes: Uint8Array): void;
  /** Everything that was queued has been taken. */
  drained(): void;
  /** The stream is gone. Called once, also after `end` and `destroy`. */
  closed(error?: Error): void;
}
