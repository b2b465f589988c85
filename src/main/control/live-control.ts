import type { BandwidthChange } from '../../admin/api/schema/clients.js';
import type { InstancePlace } from '../../admin/api/schema/values.js';
import type { PropertyValue } from '../../admin/api/schema/shared-objects.js';
import type { ServerControl } from '../../admin/server-control.js';
import { ControlError } from '../../admin/server-control.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import { canonicalAddress } from '../../application/canonical-address.js';
import type { Client } from '../../application/client.js';
import type { SafeName } from '../../application/safe-name.js';
import { parseSafeName } from '../../application/safe-name.js';
import type { VirtualHost } from '../../application/virtual-host.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { jsonToAmf } from '../pages/amf-json.js';
import { hostsOf, instanceAt } from '../pages/live-places.js';
import type { Presence } from '../pages/presence.js';
import type { Bans } from './bans.js';

/** What clients are told. */
const UNLOADED = 'The application was unloaded by an operator.';

type Part = Pick<
  ServerControl,
  | 'loadInstance'
  | 'unloadInstance'
  | 'reloadInstance'
  | 'unloadApplication'
  | 'disconnect'
  | 'setBandwidth'
  | 'checkBandwidth'
  | 'notify'
  | 'isAlive'
  | 'ban'
  | 'unban'
  | 'bans'
>;

/** What is done to instances and clients. */
export class LiveControl implements Part {
  constructor(
    private readonly server: AfterglowServer,
    private readonly presence: Presence,
    private readonly banned: Bans,
  ) {}

  async loadInstance(place: InstancePlace): Promise<void> {
    const host = this.#host(place);
    const [application, name] = [safe(place.application), safe(place.instance)];
    const running = [...host.applications.values()].reduce((sum, { instances }) => sum + instances.size, 0);
    if (running >= host.options.maxInstances && instanceAt(this.server, place) === undefined)
      throw new ControlError('not-possible', 'vhost.resourceLimits.maxAppInstances is reached: unload another one.');
    await host.load(application, name);
    const opened = instanceAt(this.server, place);
    if (opened === undefined)
      throw new ControlError('not-found', `There is no application ${application}, or it ended at once.`);
    const refusal = await opened.life.ready();
    if (refusal !== undefined)
      throw new ControlError('not-possible', `It cannot run: ${refusal.rule}. Its log says more.`);
  }

  async unloadInstance(place: InstancePlace): Promise<void> {
    await this.#instance(place).life.unload(UNLOADED);
  }

  async reloadInstance(place: InstancePlace): Promise<void> {
    await instanceAt(this.server, place)?.life.unload(UNLOADED);
    await this.loadInstance(place);
  }

  async unloadApplication({ application, ...place }: Omit<InstancePlace, 'instance'>): Promise<number> {
    const instances = [...(this.#host(place).applications.get(application)?.instances.values() ?? [])];
    await Promise.all(instances.map(({ life }) => life.unload(UNLOADED)));
    return instances.length;
  }

  disconnect(clientId: string, reason?: string): void {
    const { connection } = this.#client(clientId);
    if (reason === undefined) connection.disconnect();
    else connection.dismiss(reason);
  }

  setBandwidth(clientId: string, limit: BandwidthChange): void {
    this.#client(clientId).connection.bandwidthLimit = limit;
  }

  checkBandwidth(clientId: string): boolean {
    return this.#client(clientId).connection.checkBandwidth();
  }

  notify(clientId: string, method: string, args: readonly PropertyValue[]): void {
    const values = args.map((value) => jsonToAmf(value));
    this.#client(clientId).connection.notify(method, ...values);
  }

  isAlive(clientId: string, timeout: number): Promise<boolean> {
    return this.#client(clientId).connection.isAlive(timeout);
  }

  ban(address: string, terms: Parameters<ServerControl['ban']>[1]): number {
    this.banned.add(address, terms);
    if (!terms.disconnect) return 0;
    const canonical = canonicalAddress(address);
    const here = [...this.presence.clients.values()].filter(
      ({ client }) => canonicalAddress(client.facts.address) === canonical,
    );
    for (const { client } of here) client.connection.dismiss('You are not welcome here any more.');
    return here.length;
  }

  unban(address: string): boolean {
    return this.banned.remove(address);
  }

  bans(): ReturnType<ServerControl['bans']> {
    return this.banned.list;
  }

  #host({ adaptor, virtualHost }: Pick<InstancePlace, 'adaptor' | 'virtualHost'>): VirtualHost {
    const [found] = hostsOf(this.server, { adaptor, virtualHost });
    if (found === undefined) throw new ControlError('not-found', `There is no virtual host ${adaptor}/${virtualHost}.`);
    return found.host;
  }

  #instance(place: InstancePlace): ApplicationInstance {
    const instance = instanceAt(this.server, place);
    if (instance !== undefined) return instance;
    throw new ControlError('not-found', `${place.application}/${place.instance} does not run.`);
  }

  #client(id: string): Client {
    const present = this.presence.clients.get(id);
    if (present === undefined) throw new ControlError('not-found', `There is no client ${id}, or not any more.`);
    return present.client;
  }
}

function safe(name: string): SafeName {
  const parsed = parseSafeName(name);
  if (parsed === undefined) throw new ControlError('invalid', `An application or instance cannot be called that.`);
  return parsed;
}
