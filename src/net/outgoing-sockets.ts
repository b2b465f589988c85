import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Resolver } from './outgoing-addresses.js';
import { OutgoingAddresses } from './outgoing-addresses.js';

export interface OutgoingSocketOptions {
  /** Private addresses and networks that may be connected to. */
  readonly allow: readonly string[];
  /** At a time. Default 100. */
  readonly maxSockets?: number;
  /** Bytes that wait to be sent by one. Default 4 MiB. */
  readonly maxQueued?: number;
  /** Milliseconds. Default 20,000. */
  readonly connectTimeout?: number;
  readonly resolver?: Resolver;
}

/**
 * Hears `open` once, `bytes` as they come, and at last `close`, with a reason if it broke or could not be made. No more
 * bytes come before `taken` is called.
 */
export type SocketListener = (
  event: 'open' | 'bytes' | 'close',
  value?: Uint8Array | string,
  taken?: () => void,
) => void;

/** TCP connections that scripts make, to addresses that are checked when they are connected to. */
export class OutgoingSockets {
  readonly #addresses: OutgoingAddresses;
  readonly #sockets = new Map<number, Socket>();
  #last = 0;

  constructor(private readonly options: OutgoingSocketOptions) {
    this.#addresses = new OutgoingAddresses(options.allow, options.resolver, 'script');
  }

  /** Whatever becomes of it is told in a later turn. */
  connect(host: string, port: number, told: SocketListener): number {
    const number = ++this.#last;
    const refusal = this.#refusal(host, port);
    const socket = refusal === undefined ? this.#connect(host, port) : undefined;
    if (socket === undefined) {
      setImmediate(() => told('close', refusal));
      return number;
    }
    this.#sockets.set(number, socket);
    let reason: string | undefined;
    const tell: SocketListener = (...what) => {
      if (this.#sockets.has(number)) told(...what);
    };
    socket.setTimeout(this.options.connectTimeout ?? 20_000, () => socket.destroy(new Error('it does not answer')));
    socket.on('connect', () => {
      socket.setTimeout(0);
      tell('open');
    });
    socket.on('data', (bytes: Buffer) => {
      // Nobody hears it after it was closed, and then it flows.
      if (this.#sockets.has(number)) socket.pause();
      tell('bytes', new Uint8Array(bytes), () => void socket.resume());
    });
    socket.on('error', (error) => (reason = `${host}:${port}: ${error.message || reasonOf(error)}`));
    socket.on('close', () => {
      tell('close', reason);
      this.#sockets.delete(number);
    });
    return number;
  }

  /** False if it is not open, or too much waits to be sent. */
  send(number: number, bytes: Uint8Array): boolean {
    const socket = this.#sockets.get(number);
    if (socket === undefined || !socket.writable || socket.connecting) return false;
    if (socket.writableLength + bytes.length > (this.options.maxQueued ?? 4 * 1024 * 1024)) return false;
    socket.write(bytes);
    return true;
  }

  /** What was sent before is sent; nothing more is told of it. */
  close(number: number): void {
    const socket = this.#sockets.get(number);
    this.#sockets.delete(number);
    if (socket === undefined) return;
    if (socket.connecting) socket.destroy();
    else
      socket
        .resume()
        .setTimeout(5000, () => socket.destroy())
        .end();
  }

  closeAll(): void {
    for (const [number, socket] of [...this.#sockets]) {
      this.#sockets.delete(number);
      socket.destroy();
    }
  }

  #connect(host: string, port: number): Socket {
    return connect({ host, port, lookup: this.#addresses.lookup, noDelay: true });
  }

  #refusal(host: string, port: number): string | undefined {
    if (!(Number.isInteger(port) && port > 0 && port < 65536)) return `${port} is no port`;
    const max = this.options.maxSockets ?? 100;
    if (this.#sockets.size >= max) return `there are ${max} sockets already; close those that are not needed`;
    return this.#addresses.refusesHost(host);
  }
}

/** Of several addresses that all failed there is no message. */
function reasonOf(error: Error & { readonly code?: unknown }): string {
  return typeof error.code === 'string' ? error.code : error.name;
}
