import type { AccessPlace, AccessWitness } from './access-event.js';
import type { ApplicationAddress } from './application-address.js';
import type { ApplicationInstance } from './application-instance.js';
import type { Client } from './client.js';
import type { Refusal } from './refusal.js';
import { isRefusal } from './refusal.js';
import type { VirtualHost } from './virtual-host.js';

/** The virtual host that answers to every name that no other answers to. */
export const DEFAULT_VIRTUAL_HOST = '_defaultVHost_';

/** What listens on one set of ports: the virtual hosts behind them. */
export class Adaptor {
  #isClosing = false;
  #virtualHosts: readonly VirtualHost[] = [];
  /** Not configured any more, but not empty. */
  #retired: readonly VirtualHost[] = [];

  constructor(
    readonly name: string,
    private readonly witness: AccessWitness,
  ) {}

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

  /** The virtual host that answers to that name, in lower case; undefined if not even the default one does. */
  find(name: string): VirtualHost | undefined {
    const hosts = this.#virtualHosts;
    return hosts.find((host) => host.answersTo(name)) ?? hosts.find((host) => host.name === DEFAULT_VIRTUAL_HOST);
  }

  /**
   * Finds the instance that a client asks for; it has yet to connect to it.
   *
   * @param client of whom the access log is told if it is refused here
   */
  async open(
    address: ApplicationAddress,
    clientAddress: string,
    client?: Client,
  ): Promise<ApplicationInstance | Refusal> {
    const found = await this.#open(address, clientAddress);
    if (client !== undefined && isRefusal(found)) this.refused(client, found, address);
    return found;
  }

  /**
   * A client was refused before it came to an instance.
   *
   * @param address undefined if it named none that could be understood
   */
  refused(client: Client, refusal: Refusal, address?: ApplicationAddress): void {
    const { name: adaptor } = this;
    const place: AccessPlace =
      address === undefined
        ? { adaptor }
        : { adaptor, ...this.#hostNamed(address), application: address.application, instance: address.instance };
    this.witness.happened({ event: 'connect', place, client, refusal, atDoor: true });
  }

  async #open(address: ApplicationAddress, clientAddress: string): Promise<ApplicationInstance | Refusal> {
    if (this.#isClosing) {
      const description = '[ Server.Reject ] : The server is shutting down.';
      return { rule: 'the server is shutting down', reason: 'denied', description };
    }
    const host = this.find(address.host);
    if (host === undefined) {
      return {
        rule: 'no virtual host answers to that name',
        reason: 'not-found',
        description: `[ Server.Reject ] : (${this.name}, ) : Virtual host (${address.host}) is not available.`,
      };
    }
    return host.open(address, clientAddress);
  }

  #hostNamed(address: ApplicationAddress): { virtualHost?: string } {
    const host = this.find(address.host);
    return host === undefined ? {} : { virtualHost: host.name };
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
