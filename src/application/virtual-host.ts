import type { AddressRules } from './address-rules.js';
import { Application } from './application.js';
import type { ApplicationAddress } from './application-address.js';
import type { ApplicationCatalog } from './application-definition.js';
import type { ApplicationEnvironment, ServerEnvironment } from './application-environment.js';
import type { ApplicationInstance } from './application-instance.js';
import { ApplicationTotals } from './application-totals.js';
import type { Client } from './client.js';
import type { Refusal } from './refusal.js';
import type { SafeName } from './safe-name.js';
import type { VirtualKeyRange } from './virtual-keys.js';
import { virtualKeyOf } from './virtual-keys.js';

export interface VirtualHostOptions {
  readonly aliases: readonly string[];
  readonly access: AddressRules;
  /** Infinity for no bound. */
  readonly maxConnections: number;
  readonly maxInstances: number;
  /** NetStreams of all clients. */
  readonly maxNetStreams: number;
  /** Shared objects that are in use, of all instances. */
  readonly maxSharedObjects: number;
  readonly virtualKeys: readonly VirtualKeyRange[];
}

/** A virtual host: the applications that are found under one host name. */
export class VirtualHost {
  readonly applications = new Map<string, Application>();
  /** Of the applications that have been loaded, by name, also when they are not any more. */
  readonly totals = new Map<string, ApplicationTotals>();
  readonly #environment: ApplicationEnvironment;
  #netStreams = 0;
  #sharedObjects = 0;
  readonly #loading = new Map<string, Promise<Application | undefined>>();

  constructor(
    readonly name: string,
    private readonly adaptor: string,
    public options: VirtualHostOptions,
    private readonly catalog: ApplicationCatalog,
    environment: ServerEnvironment,
  ) {
    const netStreams = {
      enter: () => this.#netStreams < this.options.maxNetStreams && ++this.#netStreams > 0,
      leave: () => void this.#netStreams--,
    };
    const sharedObjects = {
      enter: () => this.#sharedObjects < this.options.maxSharedObjects && ++this.#sharedObjects > 0,
      leave: () => void this.#sharedObjects--,
    };
    const keyOf = (agent: string) => virtualKeyOf(agent, this.options.virtualKeys);
    const host = { adaptor: this.adaptor, virtualHost: name };
    this.#environment = { ...environment, host, netStreams, sharedObjects, virtualKeyOf: keyOf };
  }

  get connections(): number {
    return this.#count((instance) => instance.clientCount);
  }

  answersTo(host: string): boolean {
    return this.name.toLowerCase() === host || this.options.aliases.some((alias) => alias.toLowerCase() === host);
  }

  /** Finds the instance at an address for a client from `clientAddress`, starting it if need be. */
  async open(address: ApplicationAddress, clientAddress: string): Promise<ApplicationInstance | Refusal> {
    const where = `(${this.adaptor}, ${this.name})`;
    const rule = this.options.access.refuses(clientAddress);
    if (rule !== undefined) {
      return { rule: `vhost: ${rule}`, reason: 'denied', description: `[ Server.Reject ] : ${where} : Access denied.` };
    }
    const { maxConnections, maxInstances } = this.options;
    if (maxConnections !== Infinity && this.connections >= maxConnections) return this.#limit('maxConnections', where);
    const application = await this.#application(address.application);
    if (application === undefined) {
      return {
        rule: 'there is no folder of that name among the applications',
        reason: 'not-found',
        description: `[ Server.Reject ] : ${where} : Application (${address.application}) is not defined.`,
      };
    }
    const known = application.instances.has(address.instance);
    if (!known && this.#instances >= maxInstances) return this.#limit('maxAppInstances', where);
    return application.instance(address.instance);
  }

  /**
   * Loads an application before a client asks for it, with the instances that have playlists, and `instance`. Their
   * scripts begin, and are not waited for.
   */
  async load(name: SafeName, instance?: SafeName): Promise<void> {
    const application = await this.#application(name);
    if (instance !== undefined) await application?.instance(instance);
  }

  /** Gives the applications that are loaded the options that the catalog has for them now. */
  async reconfigure(options: VirtualHostOptions): Promise<void> {
    this.options = options;
    for (const application of this.applications.values()) {
      const definition = await this.catalog.find(application.name);
      if (definition !== undefined) application.reconfigure(definition);
    }
  }

  unloadIdle(now: number): void {
    for (const [name, application] of this.applications) {
      application.unloadIdle(now);
      if (application.instances.size > 0) continue;
      this.applications.delete(name);
      // Where applications are on other servers, anybody may ask for any name.
      if (this.totals.get(name)?.letNobodyIn === true) this.totals.delete(name);
    }
  }

  /** Disconnects the clients that have been idle for `maxIdleTime` milliseconds. */
  disconnectIdle(now: number, maxIdleTime: number): void {
    for (const { instances } of this.applications.values()) {
      for (const { clients } of instances.values()) {
        for (const { connection } of [...clients.values()]) {
          if (now - connection.activeAt >= maxIdleTime) connection.idleTimeout();
        }
      }
    }
  }

  shutdown(description: string, spares: (client: Client) => boolean): void {
    for (const application of this.applications.values()) {
      for (const instance of application.instances.values()) instance.shutdown(description, spares);
    }
  }

  get #instances(): number {
    return this.#count(() => 1);
  }

  #count(of: (instance: ApplicationInstance) => number): number {
    let sum = 0;
    for (const { instances } of this.applications.values()) {
      for (const instance of instances.values()) sum += of(instance);
    }
    return sum;
  }

  #application(name: SafeName): Promise<Application | undefined> {
    const loaded = this.applications.get(name);
    if (loaded !== undefined) return Promise.resolve(loaded);
    let loading = this.#loading.get(name);
    if (loading === undefined) {
      loading = this.#load(name).finally(() => this.#loading.delete(name));
      this.#loading.set(name, loading);
    }
    return loading;
  }

  async #load(name: SafeName): Promise<Application | undefined> {
    const definition = await this.catalog.find(name);
    if (definition === undefined) return undefined;
    const totals = this.totals.get(name) ?? new ApplicationTotals();
    this.totals.set(name, totals);
    const application = new Application(name, definition, this.#environment, totals);
    this.applications.set(name, application);
    application.start();
    return application;
  }

  #limit(key: string, where: string): Refusal {
    return {
      rule: `vhost.resourceLimits.${key}`,
      reason: 'limit',
      description: `[ Resource.Limit.Exceeded ] : ${where} : ${key} is reached.`,
    };
  }
}
