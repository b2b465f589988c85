import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ByteStream, ByteStreamHandler } from './byte-stream.js';
import { plainAddress } from './plain-address.js';
import type { ProxiedAddress } from './proxy-header.js';
import { writeParts } from './write-parts.js';

/** Milliseconds that a peer has to read the last bytes after we closed. */
const LINGER = 5000;

/** A TCP connection, with TLS on it or without. */
export class TcpByteStream implements ByteStream {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly secure: boolean;
  #ended = false;

  /** @param proxied who connects, where a proxy stands in between */
  constructor(
    private readonly socket: Socket,
    proxied?: ProxiedAddress,
  ) {
    this.remoteAddress = proxied?.address ?? plainAddress(socket.remoteAddress);
    this.secure = socket instanceof TLSSocket;
    this.remotePort = proxied?.port ?? socket.remotePort ?? 0;
    // Nagle's algorithm and delayed acknowledgements together would cost every answer 40 ms and more.
    socket.setNoDelay(true);
  }

  get queuedBytes(): number {
    return this.socket.writableLength;
  }

  start(handler: ByteStreamHandler): void {
    const { socket } = this;
    let failure: Error | undefined;
    socket.on('data', (bytes) => handler.received(bytes));
    socket.on('drain', () => handler.drained());
    socket.on('error', (error) => {
      failure = error;
    });
    // With nothing left to send, to shut down first would only cost, and fail where the peer is gone for good.
    socket.on('end', () => (this.queuedBytes === 0 ? this.destroy() : this.end()));
    socket.on('close', () => handler.closed(failure));
    // A socket whose header was read has been paused since.
    socket.resume();
  }

  write(parts: readonly Uint8Array[]): void {
    const { socket } = this;
    if (this.#ended) return;
    writeParts(socket, parts);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const { socket } = this;
    // What still comes in is of no interest, but unread bytes would turn the close into a reset.
    socket.removeAllListeners('data').resume();
    socket.end();
    const cutOff = setTimeout(() => socket.destroy(), LINGER).unref();
    socket.once('close', () => clearTimeout(cutOff));
  }

  destroy(): void {
    this.#ended = true;
    this.socket.destroy();
  }
}
