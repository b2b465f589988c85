import { concat } from '../bytes/concat.js';
import type { ByteStream, ByteStreamHandler } from '../net/byte-stream.js';
import type { Clock, Timer } from '../time/clock.js';
import type { WebSocketLike } from './web-socket-like.js';

/** Milliseconds between two looks at what has been sent: a WebSocket does not tell. */
const LOOK = 50;
/** Bytes that may come while nobody reads; a WebSocket cannot be stopped. */
const MAX_UNREAD = 16 * 1024 * 1024;

/** A WebSocket that is open, as a stream of bytes. */
export class WebSocketStream implements ByteStream {
  readonly remotePort = 0;
  readonly carrier = 'ws';
  #handler: ByteStreamHandler | undefined;
  #unread: Uint8Array[] = [];
  #unreadBytes = 0;
  #isPaused = true;
  #isClosed = false;
  #look: Timer | undefined;

  constructor(
    private readonly socket: WebSocketLike,
    readonly remoteAddress: string,
    readonly secure: boolean,
    private readonly clock: Clock,
  ) {
    socket.onmessage = ({ data }: { data: unknown }): void => {
      if (data instanceof ArrayBuffer) this.#received(new Uint8Array(data));
    };
    socket.onclose = (): void => this.#close();
    socket.onerror = (): void => this.#close(new Error('the WebSocket broke'));
  }

  get queuedBytes(): number {
    return this.#isClosed ? 0 : this.socket.bufferedAmount;
  }

  start(handler: ByteStreamHandler): void {
    this.#handler = handler;
    if (this.#isClosed) handler.closed();
    else this.resume();
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#isClosed) return;
    this.socket.send(concat(parts));
    this.#watch();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    while (!this.#isPaused && !this.#isClosed) {
      const bytes = this.#unread.shift();
      if (bytes === undefined) return;
      this.#unreadBytes -= bytes.length;
      this.#handler?.received(bytes);
    }
  }

  end(): void {
    this.socket.close();
  }

  destroy(): void {
    this.socket.close();
    this.#close();
  }

  #received(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    if (!this.#isPaused && this.#unread.length === 0) return this.#handler?.received(bytes);
    this.#unread.push(bytes);
    this.#unreadBytes += bytes.length;
    if (this.#unreadBytes > MAX_UNREAD) this.destroy();
  }

  #watch(): void {
    this.#look ??= this.clock.after(this.queuedBytes === 0 ? 0 : LOOK, () => {
      this.#look = undefined;
      if (this.#isClosed) return;
      if (this.queuedBytes > 0) return this.#watch();
      this.#handler?.drained();
    });
  }

  #close(error?: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#look?.cancel();
    this.#unread = [];
    this.#handler?.closed(error);
  }
}
