import type { Socket } from 'node:net';
import type { AddressRules } from '../application/address-rules.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { ConnectionLimits } from './connection-limits.js';
import { plainAddress } from './plain-address.js';
import { proxiedAddress } from './proxied-socket.js';
import type { ProxiedAddress } from './proxy-header.js';
import { RefusalLog } from './refusal-log.js';

/** The proxies that say who connects through them. */
export interface TrustedProxies {
  /** Lets the addresses of the proxies pass. */
  readonly trusted: AddressRules;
  /** Milliseconds for the whole header. */
  readonly timeout: number;
}

/** The door of a listener: learns who connects, from trusted proxies too, lets in whom the limits let in, logs whom not. */
export class Admission {
  /** Come from a proxy, which has not said yet for whom. */
  readonly #awaitingHeader = new Set<Socket>();
  readonly #refusals: RefusalLog;
  #isClosed = false;

  /** @param place the keys that rule here, for the log: `adaptor` */
  constructor(
    place: string,
    private readonly limits: ConnectionLimits,
    private readonly clock: Clock,
    logger: Logger,
    private readonly proxies: () => TrustedProxies,
  ) {
    this.#refusals = new RefusalLog(place, clock, logger);
  }

  /**
   * Decides about a connection that was just accepted. Who is refused is cut off.
   *
   * @param admitted is told of who comes in, and who that is where a proxy stands in between; the socket is paused then
   */
  decide(socket: Socket, admitted: (proxied?: ProxiedAddress) => void): void {
    const address = plainAddress(socket.remoteAddress);
    const { trusted, timeout } = this.proxies();
    if (trusted.refuses(address) !== undefined) return this.#admit(socket, address, admitted);
    if (this.#isClosed) return void socket.destroy();
    this.#awaitingHeader.add(socket);
    void proxiedAddress(socket, this.clock, timeout).then((proxied) => {
      this.#awaitingHeader.delete(socket);
      if (proxied === undefined) return this.#refusals.refused(address, 'proxyProtocol: no header');
      if (proxied === 'local') return this.#admit(socket, address, admitted);
      this.#admit(socket, proxied.address, () => admitted(proxied));
    });
  }

  /** Waits for no proxy any more. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#awaitingHeader) socket.destroy();
  }

  #admit(socket: Socket, address: string, admitted: () => void): void {
    const rule = this.limits.enter(address, this.clock.now());
    if (rule !== undefined) {
      socket.destroy();
      return this.#refusals.refused(address, rule);
    }
    socket.once('close', () => this.limits.leave(address));
    admitted();
  }
}
