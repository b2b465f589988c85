import type { WebSocketConstructor, WebSocketLike } from '../../src/client/web-socket-like.js';
import type { ByteStream } from '../../src/net/byte-stream.js';
import { MemoryEnd } from './memory-pair.js';

/** WebSockets that lead, in memory, to whoever `accept`s their other end. */
export function memoryWebSockets(accept: (far: ByteStream) => void): {
  readonly WebSocket: WebSocketConstructor;
  /** The addresses that were asked for. */
  readonly urls: string[];
  /** Cuts all that are open. */
  readonly cut: () => void;
} {
  const urls: string[] = [];
  const ends = new Set<MemoryEnd>();
  class MemoryWebSocket implements WebSocketLike {
    binaryType = 'blob';
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
    onclose: (() => void) | null = null;
    onerror: (() => void) | null = null;
    readonly #near: MemoryEnd;

    constructor(url: string) {
      urls.push(url);
      const [near, far] = MemoryEnd.pair();
      this.#near = near;
      ends.add(near);
      queueMicrotask(() => {
        near.start({
          received: (bytes) => this.onmessage?.({ data: bytes.slice().buffer }),
          drained: () => undefined,
          closed: () => this.onclose?.(),
        });
        this.onopen?.();
        accept(far);
      });
    }

    get bufferedAmount(): number {
      return this.#near.queuedBytes;
    }

    send(bytes: Uint8Array): void {
      this.#near.write([bytes]);
    }

    close(): void {
      this.#near.end();
    }
  }
  return {
    WebSocket: MemoryWebSocket,
    urls,
    cut: () => {
      for (const end of ends) end.destroy();
    },
  };
}
