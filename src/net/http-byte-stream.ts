import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AnsweringStream } from './answering-stream.js';
import type { ByteStreamHandler } from './byte-stream.js';
import type { WebRequest } from './web-request.js';
import { writeParts } from './write-parts.js';

/** Milliseconds that a peer has to read the last bytes after we closed. */
const LINGER = 5000;

/**
 * A request of HTTP whose body, or whose answer, has no end that is known before. The answer has no length and no
 * chunks: it ends with the connection, so that its bytes go to the socket as they are.
 */
export class HttpByteStream implements AnsweringStream {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly secure: boolean;
  #isEnded = false;
  #isAccepted = false;

  /** @param headers of the answer, besides its content type */
  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    { address, port, secure }: WebRequest,
    private readonly headers: Readonly<Record<string, number | string | string[] | undefined>>,
  ) {
    this.remoteAddress = address;
    this.remotePort = port;
    this.secure = secure;
    request.socket.setNoDelay(true);
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  start(handler: ByteStreamHandler, finished: () => void = () => undefined): void {
    const { request, response } = this;
    let failure: Error | undefined;
    let isWhole = !hasBody(request);
    const drained = (): void => handler.drained();
    this.#socket.on('drain', drained);
    request.on('data', (bytes: Buffer) => {
      if (!this.#isEnded) handler.received(bytes);
    });
    request.on('error', (error) => {
      failure = error;
    });
    response.on('error', (error) => {
      failure = error;
    });
    request.on('end', () => {
      if (isWhole || this.#isEnded) return;
      isWhole = true;
      finished();
    });
    response.on('close', () => {
      this.#socket.off('drain', drained);
      const cut = isWhole || this.#isEnded ? undefined : new Error('the body of the request was cut off');
      handler.closed(failure ?? cut);
    });
  }

  accept(contentType: string): void {
    this.#head(200, contentType);
    this.response.flushHeaders();
  }

  answer(status: number, text: string): void {
    if (this.#isEnded) return;
    if (this.#isAccepted || this.#socket.destroyed) return this.end();
    this.#head(status, 'text/plain; charset=utf-8');
    this.#finish(text === '' ? text : `${text}\n`);
  }

  write(parts: readonly Uint8Array[]): void {
    const socket = this.#socket;
    if (this.#isEnded || socket.destroyed) return;
    writeParts(socket, parts);
  }

  pause(): void {
    this.request.pause();
  }

  resume(): void {
    this.request.resume();
  }

  end(): void {
    if (this.#isEnded) return;
    if (this.#isAccepted) this.#finish('');
    else this.destroy();
  }

  destroy(): void {
    this.#isEnded = true;
    this.#socket.destroy();
  }

  get #socket(): Socket {
    return this.request.socket;
  }

  #head(status: number, contentType: string): void {
    const { response } = this;
    this.#isAccepted = true;
    response.shouldKeepAlive = false;
    response.useChunkedEncodingByDefault = false;
    response.writeHead(status, { ...this.headers, 'content-type': contentType, connection: 'close' });
  }

  #finish(text: string): void {
    this.#isEnded = true;
    const socket = this.#socket;
    // What still comes in is of no interest, but unread bytes would turn the close into a reset.
    this.request.resume();
    this.response.end(text);
    const cutOff = setTimeout(() => socket.destroy(), LINGER).unref();
    socket.once('close', () => clearTimeout(cutOff));
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
