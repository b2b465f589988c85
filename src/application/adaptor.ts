import type { ApplicationAddress } from './application-address.js';
import type { ApplicationInstance } from './application-instance.js';
import type { Client } from './client.js';
import type { Refusal } from './refusal.js';
import type { VirtualHost } from './virtual-host.js';

/** The virtual host that answers to every name that no other answers to. */
export const DEFAULT_VIRTUAL_HOST = '_defaultVHost_';

/** What listens on one set of ports: the virtual hosts behind them. */
export class Adaptor {
  #isClosing = false;
  #virtualHosts: readonly VirtualHost[] = [];
  /** Not configured any more, but not empty. */
  #retired: readonly VirtualHost[] = [];

  constructor(readonly name: string) {}

  get virtualHosts(): readonly VirtualHost[] {
    return this.#virtualHosts;
  }

  /** Who is connected to a virtual host that is not among the new ones stays there, until it goes. */
  set virtualHosts(hosts: readonly VirtualHost[]) {
    const before = [...this.#virtualHosts, ...this.#retired];
    this.#retired = before.filter((host) => !hosts.includes(host) && host.connections > 0);
    this.#virtualHosts = hosts;
  }

  /** Those that take clients, and those that still have some. */
  get allVirtualHosts(): readonly VirtualHost[] {
    return [...this.#virtualHosts, ...this.#retired];
  }

  /** Finds the instance that a connect command asks for. */
  async open(address: ApplicationAddress, clientAddress: string): Promise<ApplicationInstance | Refusal> {
    if (this.#isClosing) {
      const description = '[ Server.Reject ] : The server is shutting down.';
      return { rule: 'the server is shutting down', reason: 'denied', description };
    }
    const host =
      this.virtualHosts.find((candidate) => candidate.answersTo(address.host)) ??
      this.virtualHosts.find((candidate) => candidate.name === DEFAULT_VIRTUAL_HOST);
    if (host === undefined) {
      return {
        rule: 'no virtual host answers to that name',
        reason: 'not-found',
        description: `[ Server.Reject ] : (${this.name}, ) : Virtual host (${address.host}) is not available.`,
      };
    }
    return host.open(address, clientAddress);
  }

  unloadIdle(now: number): void {
    for (const host of this.allVirtualHosts) host.unloadIdle(now);
  }

  disconnectIdle(now: number, maxIdleTime: number): void {
    for (const host of this.allVirtualHosts) host.disconnectIdle(now, maxIdleTime);
  }

  /** Lets nobody in any more, and disconnects everybody but those whom `spares` spares; they stay as they are. */
  shutdown(description: string, spares: (client: Client) => boolean): void {
    this.#isClosing = true;
    for (const host of this.allVirtualHosts) host.shutdown(description, spares);
  }
}
