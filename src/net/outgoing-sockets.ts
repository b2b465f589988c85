import type { Socket } from 'node:net';
import { connect, isIP } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
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
  /** Of those who say who a server is, in PEM; default: those that come with Node.js. */
  readonly certificates?: string;
}

/**
 * Hears `open` once, `secure` when {@link OutgoingSockets.startTls} is done, `bytes` as they come, and at last `close`, with a
 * reason if it broke or could not be made. No more bytes come before `taken` is called.
 */
export type SocketListener = (
  event: 'open' | 'secure' | 'bytes' | 'close',
  value?: Uint8Array | string,
  taken?: () => void,
) => void;

interface Entry {
  /** What it speaks by now. */
  socket: Socket;
  readonly name: string;
  readonly told: SocketListener;
}

/** Connections by TCP and TLS that scripts make, to addresses that are checked when they are connected to. */
export class OutgoingSockets {
  readonly #addresses: OutgoingAddresses;
  readonly #entries = new Map<number, Entry>();
  #last = 0;

  constructor(private readonly options: OutgoingSocketOptions) {
    this.#addresses = new OutgoingAddresses(options.allow, options.resolver, 'script');
  }

  /** Whatever becomes of it is told in a later turn. */
  connect(host: string, port: number, secure: boolean, told: SocketListener): number {
    const number = ++this.#last;
    const refusal = this.#refusal(host, port);
    if (refusal !== undefined) {
      setImmediate(() => told('close', refusal));
      return number;
    }
    const target = { host, port, lookup: this.#addresses.lookup, noDelay: true };
    const socket = secure ? connectTls({ ...target, ...this.#trust(host) }) : connect(target);
    this.#listen(number, { socket, name: `${host}:${port}`, told }, 'open');
    return number;
  }

  /** Goes on by TLS with a server of that name. False if it is not open, or does so already. */
  startTls(number: number, host: string): boolean {
    const entry = this.#entries.get(number);
    if (entry === undefined || !isOpen(entry.socket) || entry.socket instanceof TLSSocket) return false;
    const plain = entry.socket;
    for (const event of ['data', 'error', 'close']) plain.removeAllListeners(event);
    const socket = connectTls({ socket: plain, host, ...this.#trust(host) });
    plain.on('error', (error) => socket.destroy(error));
    this.#listen(number, { ...entry, socket }, 'secure');
    return true;
  }

  /** False if it is not open, or too much waits to be sent. */
  send(number: number, bytes: Uint8Array): boolean {
    const socket = this.#entries.get(number)?.socket;
    if (socket === undefined || !isOpen(socket)) return false;
    if (socket.writableLength + bytes.length > (this.options.maxQueued ?? 4 * 1024 * 1024)) return false;
    socket.write(bytes);
    return true;
  }

  /** What was sent before is sent; nothing more is told of it. */
  close(number: number): void {
    const socket = this.#entries.get(number)?.socket;
    this.#entries.delete(number);
    if (socket === undefined) return;
    if (socket.connecting) socket.destroy();
    else
      socket
        .resume()
        .setTimeout(5000, () => socket.destroy())
        .end();
  }

  closeAll(): void {
    for (const [number, { socket }] of [...this.#entries]) {
      this.#entries.delete(number);
      socket.destroy();
    }
  }

  #listen(number: number, entry: Entry, ready: 'open' | 'secure'): void {
    const { socket, name, told } = entry;
    this.#entries.set(number, entry);
    let reason: string | undefined;
    const tell: SocketListener = (...what) => {
      if (this.#entries.get(number) === entry) told(...what);
    };
    socket.setTimeout(this.options.connectTimeout ?? 20_000, () => socket.destroy(new Error('it does not answer')));
    socket.on(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
      socket.setTimeout(0);
      tell(ready);
    });
    socket.on('data', (bytes: Buffer) => {
      // Nobody hears it after it was closed, and then it flows.
      if (this.#entries.has(number)) socket.pause();
      tell('bytes', new Uint8Array(bytes), () => void socket.resume());
    });
    socket.on('error', (error) => (reason = `${name}: ${error.message || reasonOf(error)}`));
    socket.on('close', () => {
      tell('close', reason);
      if (this.#entries.get(number) === entry) this.#entries.delete(number);
    });
  }

  #trust(host: string): { readonly servername?: string; readonly ca?: string; readonly rejectUnauthorized: true } {
    const { certificates } = this.options;
    return {
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(certificates === undefined ? {} : { ca: certificates }),
      rejectUnauthorized: true,
    };
  }

  #refusal(host: string, port: number): string | undefined {
    if (!(Number.isInteger(port) && port > 0 && port < 65536)) return `${port} is no port`;
    const max = this.options.maxSockets ?? 100;
    if (this.#entries.size >= max) return `there are ${max} sockets already; close those that are not needed`;
    return this.#addresses.refusesHost(host);
  }
}

function isOpen(socket: Socket): boolean {
  return socket.writable && !socket.connecting;
}

/** Of several addresses that all failed there is no message. */
function reasonOf(error: Error & { readonly code?: unknown }): string {
  return typeof error.code === 'string' ? error.code : error.name;
}
