import type { AscRuntime } from '../asc-runtime.js';
import { TooLongMessage } from './message-splitter.js';

/** What a socket of a script hears, each in a turn of its own. */
export interface TextSocketHandler {
  opened(isOpen: boolean): void;
  /** Throws TooLongMessage, and then it is closed. */
  received(bytes: Uint8Array): void;
  /** What {@link TextSocket.startTls} asked for stands. */
  secured(): void;
  closed(): void;
}

const SECURE = /^tls:\/\//i;

/** A TCP connection of an XMLSocket or an XMLStreams. */
export class TextSocket {
  #number: number | undefined;
  #host = '';
  #isOpen = false;

  constructor(
    private readonly runtime: AscRuntime,
    private readonly handler: TextSocketHandler,
  ) {}

  /**
   * What it was connected to before is closed, without a word.
   *
   * @param host `tls://` before it: by TLS
   */
  connect(host: string, port: number): void {
    this.close();
    const isSecure = SECURE.test(host);
    this.#host = host.replace(SECURE, '');
    const number = this.runtime.host.services.sockets.connect(this.#host, port, isSecure, (event, value) => {
      this.runtime.turn(() => {
        if (this.#number !== number) return;
        if (event === 'open') {
          this.#isOpen = true;
          this.handler.opened(true);
        } else if (event === 'secure') this.handler.secured();
        else if (event === 'bytes') this.#received(new Uint8Array(value as Uint8Array));
        else this.#closed(value as string | undefined);
      });
    });
    this.#number = number;
  }

  /** @param host whom its certificate must name; undefined: what it is connected to */
  startTls(host = this.#host): boolean {
    return this.#number !== undefined && this.runtime.host.services.sockets.startTls(this.#number, host);
  }

  send(bytes: Uint8Array): boolean {
    return this.#number !== undefined && this.runtime.host.services.sockets.send(this.#number, bytes);
  }

  close(): void {
    if (this.#number !== undefined) this.runtime.host.services.sockets.close(this.#number);
    this.#number = undefined;
    this.#isOpen = false;
  }

  #received(bytes: Uint8Array): void {
    try {
      this.handler.received(bytes);
    } catch (error) {
      if (!(error instanceof TooLongMessage)) throw error;
      this.runtime.warn(`a socket was closed: ${error.message} (maxUnprocessedChars)`);
      this.close();
      this.handler.closed();
    }
  }

  #closed(reason: string | undefined): void {
    const wasOpen = this.#isOpen;
    this.#number = undefined;
    this.#isOpen = false;
    if (reason !== undefined) this.runtime.warn(reason);
    if (wasOpen) this.handler.closed();
    else this.handler.opened(false);
  }
}
