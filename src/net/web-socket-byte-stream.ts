import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Clock, Timer } from '../time/clock.js';
import type { AnsweringStream } from './answering-stream.js';
import type { ByteStreamHandler } from './byte-stream.js';
import type { WebRequest } from './web-request.js';
import { webSocketFrame } from './web-socket-frame.js';

/** Milliseconds that a peer has to read the last bytes after we closed. */
const LINGER = 5000;
/** Milliseconds between two pings; whoever has not answered one when the next is due is gone. */
const PING_PERIOD = 30_000;

/** Codes to close with (RFC 6455, section 7.4): done, for data of a kind that is not taken, and the first of our own. */
const DONE = 1000;
const UNSUPPORTED = 1003;
const OWN = 4000;
/** The longest reason that a close frame can give, in bytes. */
const MAX_REASON = 123;

/** With these the other side says that it has done what it wanted: {@link DONE}, and a close without a code. */
const FINISHED: readonly number[] = [DONE, 1005];

/** A stream of bytes in binary messages of a WebSocket; how they are cut into messages means nothing. */
export class WebSocketByteStream implements AnsweringStream {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly secure: boolean;
  readonly carrier = 'ws';
  #isEnded = false;
  #isPaused = false;
  #answered = true;
  #ping: Timer | undefined;

  /** @param wire what the WebSocket was made of: our frames go there as they are, made once for all who get the same */
  constructor(
    private readonly socket: WebSocket,
    private readonly wire: Duplex,
    { address, port, secure }: WebRequest,
    private readonly clock: Clock,
  ) {
    this.remoteAddress = address;
    this.remotePort = port;
    this.secure = secure;
  }

  get queuedBytes(): number {
    return this.wire.writableLength;
  }

  start(handler: ByteStreamHandler, finished: () => void = () => undefined): void {
    const { socket } = this;
    let failure: Error | undefined;
    const drained = (): void => handler.drained();
    this.wire.on('drain', drained);
    socket.on('message', (data, isBinary) => {
      this.#answered = true;
      if (this.#isEnded) return;
      if (isBinary) handler.received(data as Buffer);
      else this.#close(UNSUPPORTED, 'Only binary frames are taken.');
    });
    socket.on('pong', () => {
      this.#answered = true;
    });
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('close', (code) => {
      this.#ping?.cancel();
      this.wire.off('drain', drained);
      const isFinished = FINISHED.includes(code);
      if (isFinished && !this.#isEnded) finished();
      handler.closed(isFinished || this.#isEnded ? undefined : (failure ?? new Error(`closed with ${code}`)));
    });
    this.#watch();
  }

  /** Nothing is to be said: the handshake was the answer. */
  accept(): void {
    return;
  }

  answer(status: number, text: string): void {
    this.#close(status < 300 ? DONE : OWN + status, text);
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#isEnded || this.socket.readyState !== WebSocket.OPEN) return;
    this.wire.write(webSocketFrame(parts));
  }

  pause(): void {
    this.#isPaused = true;
    this.socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#answered = true;
    this.socket.resume();
  }

  end(): void {
    this.#close(DONE, '');
  }

  destroy(): void {
    this.#isEnded = true;
    this.socket.terminate();
  }

  #close(code: number, reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    // Who is paused does not hear the other side's close.
    this.socket.resume();
    this.socket.close(code, shortened(reason));
    const cutOff = this.clock.after(LINGER, () => this.socket.terminate());
    this.socket.once('close', () => cutOff.cancel());
  }

  #watch(): void {
    this.#ping = this.clock.after(PING_PERIOD, () => {
      // Who is not listened to cannot be said to be silent.
      if (!this.#answered && !this.#isPaused) return this.destroy();
      this.#answered = false;
      if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
      this.#watch();
    });
  }
}

/** At most {@link MAX_REASON} bytes of it. */
function shortened(reason: string): string {
  const bytes = Buffer.from(reason);
  return bytes.length <= MAX_REASON
    ? reason
    : bytes
        .subarray(0, MAX_REASON - 3)
        .toString()
        .replace(/\ufffd+$/, '');
}
