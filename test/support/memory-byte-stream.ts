import { concat } from '../../src/bytes/concat.js';
import type { ByteStream, ByteStreamHandler } from '../../src/net/byte-stream.js';

/**
 * The server's end of a connection in memory, and what a test does at the other end. Bytes go through at
 * once, unless the test says that the far side takes no more: then they queue up, as in a socket.
 */
export class MemoryByteStream implements ByteStream {
  readonly secure = false;
  /** How many more bytes the far side takes. */
  #appetite = Infinity;
  #handler: ByteStreamHandler | undefined;
  #outgoing: Uint8Array[] = [];
  #queuedBytes = 0;
  #arrived: Uint8Array[] = [];
  readonly #incoming: Uint8Array[] = [];
  #paused = false;
  #ending = false;
  #state: 'open' | 'closed' = 'open';
  /** Bytes the server wrote after it had closed: there should be none. */
  writtenAfterEnd = 0;

  constructor(
    readonly remoteAddress: string,
    readonly remotePort: number,
  ) {}

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** The server does not want to hear more for now. */
  get isPaused(): boolean {
    return this.#paused;
  }

  /** The connection is over at both ends. */
  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  start(handler: ByteStreamHandler): void {
    this.#handler = handler;
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#ending || this.isClosed) {
      this.writtenAfterEnd += concat(parts).length;
      return;
    }
    for (const part of parts) {
      this.#outgoing.push(part);
      this.#queuedBytes += part.length;
    }
    this.#transmit();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    queueMicrotask(() => this.#deliver());
  }

  end(): void {
    this.#ending = true;
    this.#transmit();
  }

  destroy(): void {
    this.#ending = true;
    this.#close();
  }

  /** The far side takes `bytes` more and then no more; Infinity: everything from now on. */
  take(bytes: number): void {
    this.#appetite = bytes;
    this.#transmit();
  }

  /** The far side sends. */
  send(bytes: Uint8Array): void {
    this.#incoming.push(bytes.slice());
    this.#deliver();
  }

  /** The far side closes; what it has sent arrives before. */
  hangUp(error?: Error): void {
    this.#close(error);
  }

  /** What arrived at the far side since the last call. */
  arrived(): Uint8Array {
    const arrived = concat(this.#arrived);
    this.#arrived = [];
    return arrived;
  }

  #deliver(): void {
    while (!this.#paused && !this.#ending && !this.isClosed) {
      const bytes = this.#incoming.shift();
      if (bytes === undefined) return;
      this.#handler?.received(bytes);
    }
  }

  #transmit(): void {
    const before = this.#queuedBytes;
    for (;;) {
      const [next] = this.#outgoing;
      if (next === undefined || this.#appetite <= 0) break;
      const part = next.subarray(0, this.#appetite);
      if (part.length === next.length) this.#outgoing.shift();
      else this.#outgoing[0] = next.subarray(part.length);
      this.#appetite -= part.length;
      this.#queuedBytes -= part.length;
      this.#arrived.push(part);
    }
    if (before > 0 && this.#queuedBytes === 0) queueMicrotask(() => this.#drain());
    if (this.#ending && this.#queuedBytes === 0) queueMicrotask(() => this.#close());
  }

  #drain(): void {
    if (this.#queuedBytes === 0 && !this.isClosed) this.#handler?.drained();
  }

  #close(error?: Error): void {
    if (this.isClosed) return;
    this.#state = 'closed';
    this.#outgoing = [];
    this.#queuedBytes = 0;
    this.#handler?.closed(error);
  }
}
