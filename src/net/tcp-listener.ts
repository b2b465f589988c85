import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { AddressRules } from '../application/address-rules.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { ByteStream } from './byte-stream.js';
import type { ConnectionLimits } from './connection-limits.js';
import { plainAddress } from './plain-address.js';
import { proxiedAddress } from './proxied-socket.js';
import type { ProxiedAddress } from './proxy-header.js';
import { TcpByteStream } from './tcp-byte-stream.js';

/** An address to listen on. An empty host means every address of the machine, IPv6 and IPv4. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The proxies that say who connects through them. */
export interface TrustedProxies {
  /** Lets the addresses of the proxies pass. */
  readonly trusted: AddressRules;
  /** Milliseconds for the whole header. */
  readonly timeout: number;
}

/** Connections that the system may hold while we are busy: thousands of players come back at once after a cut. */
const BACKLOG = 4096;

/** Milliseconds between two log lines about connections refused by the same rule. */
const REFUSAL_LOG_INTERVAL = 1000;

/** Accepts TCP connections on one address. */
export class TcpListener {
  readonly #server = createServer({ pauseOnConnect: false, noDelay: true }, (socket) => this.#accept(socket));
  readonly #sockets = new Map<Socket, ByteStream>();
  /** Come from a proxy, which has not said yet for whom. */
  readonly #awaitingHeader = new Set<Socket>();
  #boundTo: ListenAddress;
  readonly #refusals = new Map<string, { loggedAt: number; count: number }>();

  constructor(
    private readonly address: ListenAddress,
    private readonly limits: ConnectionLimits,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly proxies: () => TrustedProxies,
    private readonly accepted: (stream: ByteStream) => void,
  ) {
    this.#boundTo = address;
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
    for (const socket of this.#awaitingHeader) socket.destroy();
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

  #accept(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    const { trusted, timeout } = this.proxies();
    if (trusted.refuses(address) !== undefined) return this.#admit(socket, address);
    this.#awaitingHeader.add(socket);
    void proxiedAddress(socket, this.clock, timeout).then((proxied) => {
      this.#awaitingHeader.delete(socket);
      if (proxied === undefined) return this.#logRefusal(address, 'adaptor.proxyProtocol: no header');
      if (proxied === 'local') return this.#admit(socket, address);
      this.#admit(socket, proxied.address, proxied);
    });
  }

  #admit(socket: Socket, address: string, proxied?: ProxiedAddress): void {
    const rule = this.limits.enter(address, this.clock.now());
    if (rule !== undefined) {
      socket.destroy();
      return this.#logRefusal(address, rule);
    }
    const stream = new TcpByteStream(socket, proxied);
    this.#sockets.set(socket, stream);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.limits.leave(address);
    });
    this.accepted(stream);
  }

  /** One line per rule and second: a flood must not become a flood of log lines. */
  #logRefusal(address: string, rule: string): void {
    const now = this.clock.now();
    const refusal = this.#refusals.get(rule) ?? { loggedAt: -Infinity, count: 0 };
    this.#refusals.set(rule, refusal);
    refusal.count++;
    if (now - refusal.loggedAt < REFUSAL_LOG_INTERVAL) return;
    this.logger.warn('refused a connection', { address, rule, refused: refusal.count });
    refusal.loggedAt = now;
    refusal.count = 0;
  }
}
