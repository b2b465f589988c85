import { concat } from '../../bytes/concat.js';
import type { ByteStream, ByteStreamHandler } from '../../net/byte-stream.js';

/** Two ends of a connection in memory: what is written into one comes out of the other, in a turn of its own. */
export function bytePipe(address: string, port: number): [near: ByteStream, far: ByteStream] {
  const near = new PipeEnd(address, port);
  const far = new PipeEnd(address, port);
  near.other = far;
  far.other = near;
  return [near, far];
}

class PipeEnd implements ByteStream {
  readonly secure = false;
  other: PipeEnd | undefined;
  #handler: ByteStreamHandler | undefined;
  readonly #incoming: Uint8Array[] = [];
  #queuedBytes = 0;
  #isPaused = false;
  #isEnding = false;
  #hasOtherEnded = false;
  #isClosed = false;
  #isPlanned = false;

  constructor(
    readonly remoteAddress: string,
    readonly remotePort: number,
  ) {}

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  start(handler: ByteStreamHandler): void {
    this.#handler = handler;
    this.#plan();
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#isEnding || this.#isClosed) return;
    const bytes = concat(parts);
    this.#queuedBytes += bytes.length;
    this.other?.arrives(bytes);
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#plan();
  }

  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.other?.otherEnds();
  }

  destroy(): void {
    this.end();
    this.#close();
  }

  arrives(bytes: Uint8Array): void {
    this.#incoming.push(bytes);
    this.#plan();
  }

  otherEnds(): void {
    this.#hasOtherEnded = true;
    this.#plan();
  }

  taken(bytes: number): void {
    this.#queuedBytes -= bytes;
    if (this.#queuedBytes === 0 && !this.#isClosed) this.#handler?.drained();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => this.#deliver());
  }

  #deliver(): void {
    this.#isPlanned = false;
    while (this.#handler !== undefined && !this.#isPaused && !this.#isClosed) {
      const bytes = this.#incoming.shift();
      if (bytes === undefined) break;
      this.other?.taken(bytes.length);
      this.#handler.received(bytes);
    }
    if (this.#hasOtherEnded && this.#incoming.length === 0) this.#close();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#handler?.closed();
    this.other?.otherEnds();
  }
}
