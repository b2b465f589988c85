import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { TrustedProxies } from './admission.js';
import { Admission } from './admission.js';
import type { ByteStream } from './byte-stream.js';
import type { ConnectionLimits } from './connection-limits.js';
import type { ProxiedAddress } from './proxy-header.js';
import { TcpByteStream } from './tcp-byte-stream.js';

/** An address to listen on. An empty host means every address of the machine, IPv6 and IPv4. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Connections that the system may hold while we are busy: thousands of players come back at once after a cut. */
const BACKLOG = 4096;

/** Accepts TCP connections on one address. */
export class TcpListener {
  readonly #server = createServer({ pauseOnConnect: false, noDelay: true }, (socket) => {
    this.#admission.decide(socket, (proxied) => this.#accept(socket, proxied));
  });
  readonly #sockets = new Map<Socket, ByteStream>();
  readonly #admission: Admission;
  #boundTo: ListenAddress;

  constructor(
    private readonly address: ListenAddress,
    limits: ConnectionLimits,
    clock: Clock,
    private readonly logger: Logger,
    proxies: () => TrustedProxies,
    private readonly accepted: (stream: ByteStream) => void,
  ) {
    this.#boundTo = address;
    this.#admission = new Admission('adaptor', limits, clock, logger, proxies);
  }

  /** Begins to listen; rejects with the system's error (`EADDRINUSE`, `EACCES`, …) if it cannot. */
  async start(): Promise<void> {
    const { host, port } = this.address;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, backlog: BACKLOG, ...(host === '' ? {} : { host }) }, () => {
        const { address, port: bound } = this.#server.address() as AddressInfo;
        this.#boundTo = { host: address, port: bound };
        this.#server.off('error', reject);
        this.#server.on('error', (error) => this.logger.error('cannot accept connections', { error }));
        resolve();
      });
    });
  }

  /** The address it really listens on: with port 0 the system chose one. */
  get boundTo(): ListenAddress {
    return this.#boundTo;
  }

  /** Accepts nobody any more; who is inside stays. */
  stopAccepting(): void {
    this.#server.close();
    this.#admission.close();
  }

  /** Resolves when the last connection is gone. */
  async drained(): Promise<void> {
    await Promise.all(
      [...this.#sockets.keys()].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))),
    );
  }

  /** Sends what is queued and closes every connection. */
  endAll(): void {
    for (const stream of this.#sockets.values()) stream.end();
  }

  /** Cuts every connection. */
  destroyAll(): void {
    for (const stream of this.#sockets.values()) stream.destroy();
  }

  #accept(socket: Socket, proxied?: ProxiedAddress): void {
    const stream = new TcpByteStream(socket, proxied);
    this.#sockets.set(socket, stream);
    socket.once('close', () => this.#sockets.delete(socket));
    this.accepted(stream);
  }
}
