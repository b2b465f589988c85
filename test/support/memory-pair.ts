import type { ByteStream, ByteStreamHandler } from '../../src/net/byte-stream.js';

/** One end of a connection in memory. What it writes the other end gets in a later microtask, unless that is held up. */
export class MemoryEnd implements ByteStream {
  readonly secure = false;
  readonly remotePort = 40_000;
  #other: MemoryEnd | undefined;
  #handler: ByteStreamHandler | undefined;
  #incoming: Uint8Array[] = [];
  #isPaused = false;
  #isHeldUp = false;
  #isEnding = false;
  #isClosed = false;

  private constructor(readonly remoteAddress: string) {}

  /** Two ends; the first sees `address` at the second. */
  static pair(address = '203.0.113.7', ownAddress = '127.0.0.1'): [MemoryEnd, MemoryEnd] {
    const [a, b] = [new MemoryEnd(address), new MemoryEnd(ownAddress)];
    a.#other = b;
    b.#other = a;
    return [a, b];
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get queuedBytes(): number {
    return this.#other!.#incoming.reduce((sum, { length }) => sum + length, 0);
  }

  start(handler: ByteStreamHandler): void {
    this.#handler = handler;
    if (this.#isClosed) queueMicrotask(() => handler.closed());
    this.#plan();
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#isEnding || this.#isClosed) return;
    this.#other!.#incoming.push(...parts.map((part) => part.slice()));
    this.#other!.#plan();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#plan();
  }

  /** The network brings this end nothing, until it does again. */
  holdUp(heldUp: boolean): void {
    this.#isHeldUp = heldUp;
    this.#plan();
  }

  end(): void {
    this.#isEnding = true;
    if (this.queuedBytes === 0) this.#closeBoth();
  }

  destroy(): void {
    this.#closeBoth();
  }

  #plan(): void {
    queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    while (this.#handler !== undefined && !this.#isPaused && !this.#isHeldUp && !this.#isClosed) {
      const bytes = this.#incoming.shift();
      if (bytes === undefined) return;
      this.#handler.received(bytes);
      if (this.#incoming.length > 0) continue;
      const other = this.#other!;
      if (!other.#isClosed) other.#handler?.drained();
      if (other.#isEnding) other.#closeBoth();
    }
  }

  /** As with sockets, who closes hears of it later. */
  #closeBoth(): void {
    queueMicrotask(() => {
      this.#close();
      this.#other!.#close();
    });
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#incoming = [];
    this.#handler?.closed();
  }
}
