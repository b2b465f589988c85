import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { TrustedProxies } from './admission.js';
import { Admission } from './admission.js';
import type { ByteStream } from './byte-stream.js';
import type { ConnectionLimits } from './connection-limits.js';
import { ConnectionSorter } from './connection-sorter.js';
import { plainAddress } from './plain-address.js';
import type { ProxiedAddress } from './proxy-header.js';
import { TcpByteStream } from './tcp-byte-stream.js';
import type { TlsCertificates } from './tls-certificates.js';

/** An address to listen on. An empty host means every address of the machine, IPv6 and IPv4. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** Without TLS nobody comes in. */
  readonly secure?: boolean;
}

/** Connections that the system may hold while we are busy: thousands of players come back at once after a cut. */
const BACKLOG = 4096;

export interface TcpListenerOptions {
  readonly limits: ConnectionLimits;
  readonly proxies: () => TrustedProxies;
  readonly certificates: TlsCertificates;
  /** Milliseconds until it must be known what a connection speaks, TLS included. */
  readonly handshakeTimeout: () => number;
}

/** Takes the connections of a listener, by what they speak. */
export interface TcpListenerGuests {
  /** @param since when the connection came, by the clock */
  rtmp(stream: ByteStream, since: number): void;
  /** Another server, which has yet to show that it may. */
  link?(stream: ByteStream): void;
  /**
   * @param socket paused, with its first bytes put back
   * @param proxied who connects, where a proxy stands in between
   */
  http(socket: Socket, proxied: ProxiedAddress | undefined): void;
}

/** Accepts TCP connections on one address, with TLS or without, and tells by their first bytes what they speak. */
export class TcpListener {
  readonly #server = createServer({ pauseOnConnect: false, noDelay: true }, (socket) => {
    this.#admission.decide(socket, (proxied) => this.#accept(socket, proxied));
  });
  readonly #sockets = new Map<Socket, Pick<ByteStream, 'end' | 'destroy'>>();
  readonly #admission: Admission;
  readonly #sorter: ConnectionSorter;
  #boundTo: ListenAddress;

  constructor(
    private readonly address: ListenAddress,
    { limits, proxies, certificates, handshakeTimeout }: TcpListenerOptions,
    clock: Clock,
    private readonly logger: Logger,
    private readonly guests: TcpListenerGuests,
  ) {
    this.#boundTo = address;
    this.#admission = new Admission('adaptor', limits, clock, logger, proxies);
    const sorting = {
      place: 'adaptor',
      protocols: ['rtmp', 'http', 'link'],
      certificates,
      secureOnly: address.secure === true,
      timeout: handshakeTimeout,
      timeoutRule: 'rtmp.handshakeTimeout',
    } as const;
    this.#sorter = new ConnectionSorter(sorting, clock, logger);
  }

  /** Begins to listen; rejects with the system's error (`EADDRINUSE`, `EACCES`, …) if it cannot. */
  async start(): Promise<void> {
    const { host, port } = this.address;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, backlog: BACKLOG, ...(host === '' ? {} : { host }) }, () => {
        const { address, port: bound } = this.#server.address() as AddressInfo;
        this.#boundTo = { ...this.address, host: address, port: bound };
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

  /** Accepts nobody any more; who is inside stays, if it is known what he speaks. */
  stopAccepting(): void {
    this.#server.close();
    this.#admission.close();
    this.#sorter.close();
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
    const address = proxied?.address ?? plainAddress(socket.remoteAddress);
    this.#sockets.set(socket, { end: () => socket.destroy(), destroy: () => socket.destroy() });
    socket.once('close', () => this.#sockets.delete(socket));
    this.#sorter.sort(socket, address, ({ socket: sorted, protocol, since }) => {
      if (protocol === 'http') {
        this.#sockets.set(socket, { end: () => sorted.destroySoon(), destroy: () => socket.destroy() });
        return this.guests.http(sorted, proxied);
      }
      const stream = new TcpByteStream(sorted, proxied);
      this.#sockets.set(socket, stream);
      if (protocol === 'rtmp') return this.guests.rtmp(stream, since);
      if (this.guests.link === undefined) stream.destroy();
      else this.guests.link(stream);
    });
  }
}
