import type { Socket } from 'node:net';
import type { ApplicationInstance } from '../application/application-instance.js';
import type { ServerConfiguration } from '../config/configuration.js';
import type { ListenAddress, TcpListenerGuests } from '../net/tcp-listener.js';
import type { Timer } from '../time/clock.js';
import { Departure, FAREWELL } from './departure.js';
import type { ServerDependencies } from './running-adaptor.js';
import { RunningAdaptor } from './running-adaptor.js';

/** Milliseconds between two looks for application instances that are idle. */
const UNLOAD_INTERVAL = 10_000;

type State = 'new' | 'running' | 'closing' | 'closed';

/** The whole server. */
export class AfterglowServer {
  readonly #adaptors: readonly RunningAdaptor[];
  #configuration: ServerConfiguration;
  #state: State = 'new';
  #unloadTimer: Timer | undefined;
  #idleTimer: Timer | undefined;

  constructor(
    configuration: ServerConfiguration,
    private readonly dependencies: ServerDependencies,
  ) {
    this.#configuration = configuration;
    this.#adaptors = configuration.adaptors.map((adaptor) => new RunningAdaptor(adaptor, dependencies));
  }

  /** What it goes by now. */
  get configuration(): ServerConfiguration {
    return this.#configuration;
  }

  /** Where it listens, the default adaptor's first address first. */
  get addresses(): ListenAddress[] {
    return this.#adaptors.flatMap(({ addresses }) => addresses);
  }

  /** Connections that are open now; accepted, and refused at the door, since the start. */
  get connections(): { open: number; accepted: number; refused: number } {
    const total = { open: 0, accepted: 0, refused: 0 };
    for (const { limits } of this.#adaptors) {
      total.open += limits.connections;
      total.accepted += limits.counts.accepted;
      total.refused += limits.counts.refused;
    }
    return total;
  }

  /** Key exchanges of RTMPE that were made, and refused because there were too many, since the start. */
  get keyExchanges(): { admitted: number; refused: number } {
    const total = { admitted: 0, refused: 0 };
    for (const { rtmpe } of this.#adaptors) {
      total.admitted += rtmpe.counts.admitted;
      total.refused += rtmpe.counts.refused;
    }
    return total;
  }

  /** Accepts clients. */
  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** The adaptors that run, for those who look inside. */
  get adaptors(): readonly RunningAdaptor[] {
    return this.#adaptors;
  }

  /** By whose listeners a connection that speaks HTTP came in; the default adaptor if it came in by none of them. */
  adaptorOf(socket: Socket): RunningAdaptor | undefined {
    return this.#adaptors.find((adaptor) => adaptor.hasBrought(socket)) ?? this.#adaptors[0];
  }

  /**
   * Opens the doors. Rejects if one cannot be opened; then none stays open.
   *
   * @param http takes the connections that speak HTTP; without it they are cut off
   */
  async start(http?: TcpListenerGuests['http']): Promise<void> {
    await this.dependencies.recordings.start(() => this.#configuration);
    this.dependencies.objectStores.start(this.#configuration);
    await this.dependencies.restreams.start(this.#configuration);
    await this.dependencies.links.configure(this.#configuration.server.link);
    try {
      for (const adaptor of this.#adaptors) await adaptor.start(http);
      const [first] = this.#adaptors;
      if (first !== undefined) await this.dependencies.links.open(first, this.#configuration.server.link);
    } catch (error) {
      for (const adaptor of this.#adaptors) adaptor.stopAccepting();
      await this.dependencies.recordings.close();
      await this.dependencies.scripts.close();
      throw error;
    }
    this.#tell('start');
    this.#state = 'running';
    this.#unloadIdle();
    this.#disconnectIdle();
  }

  /** Takes over what a new configuration says, as far as that goes without a restart. No connection is dropped. */
  async reconfigure(configuration: ServerConfiguration): Promise<void> {
    this.#configuration = configuration;
    this.dependencies.restreams.reconfigure(configuration);
    await this.dependencies.links.configure(configuration.server.link);
    for (const running of this.#adaptors) {
      const adaptor = configuration.adaptors.find(({ name }) => name === running.adaptor.name);
      if (adaptor !== undefined) await running.reconfigure(adaptor);
    }
    this.dependencies.webhooks.keep(configuration);
  }

  /**
   * Closes the doors, lets the clients leave and sends what is queued, for `shutdown.timeout` at most; then cuts
   * the rest.
   */
  async close(): Promise<void> {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#state = 'closing';
    this.#unloadTimer?.cancel();
    this.#idleTimer?.cancel();
    for (const running of this.#adaptors) running.stopAccepting();
    const { clock, logger } = this.dependencies;
    const { shutdown } = this.#configuration.server;
    let over: () => void = () => undefined;
    const isOver = new Promise<void>((resolve) => (over = resolve));
    const deadline = clock.after(shutdown.timeout, () => {
      for (const running of this.#adaptors) running.destroyAll();
      over();
    });
    const adaptors = this.#adaptors.map(({ adaptor }) => adaptor);
    await new Departure(adaptors, clock, logger, shutdown).run();
    const instances = this.#instances();
    await Promise.race([Promise.all(instances.map(({ life }) => life.unload(FAREWELL))), isOver]);
    this.dependencies.links.close();
    for (const running of this.#adaptors) running.endAll();
    // Players that take their time are not waited for: what was published is complete.
    const recorded = this.#recorded(instances);
    await Promise.all(this.#adaptors.map((running) => running.drained()));
    await Promise.race([Promise.all([recorded, this.dependencies.objectStores.close()]), isOver]);
    deadline.cancel();
    await this.dependencies.scripts.close();
    await this.dependencies.webhooks.close();
    await this.dependencies.restreams.close();
    await this.dependencies.edgeMedia.close();
    this.#tell('stop');
    this.#state = 'closed';
  }

  /** Tells the access log that the server, and with it its virtual hosts, have begun or end. */
  #tell(what: 'start' | 'stop'): void {
    const { witness } = this.dependencies;
    const hosts = this.#adaptors.flatMap(({ adaptor }) =>
      adaptor.virtualHosts.map(({ name: virtualHost }) => ({ adaptor: adaptor.name, virtualHost })),
    );
    if (what === 'start') witness.happened({ event: 'server-start', place: {} });
    for (const place of hosts) witness.happened({ event: `vhost-${what}`, place });
    if (what === 'stop') witness.happened({ event: 'server-stop', place: {} });
  }

  /** Ends the recordings. Resolves when all that was recorded is on the disk. */
  async #recorded(instances: readonly ApplicationInstance[]): Promise<void> {
    await Promise.all(instances.map(({ recordings }) => recordings.close()));
    await this.dependencies.recordings.close();
  }

  #instances(): ApplicationInstance[] {
    const hosts = this.#adaptors.flatMap(({ adaptor }) => adaptor.allVirtualHosts);
    const applications = hosts.flatMap((host) => [...host.applications.values()]);
    return applications.flatMap((application) => [...application.instances.values()]);
  }

  #unloadIdle(): void {
    const { clock } = this.dependencies;
    this.#unloadTimer = clock.after(UNLOAD_INTERVAL, () => {
      for (const { adaptor } of this.#adaptors) adaptor.unloadIdle(clock.now());
      this.#unloadIdle();
    });
  }

  #disconnectIdle(): void {
    const { clock } = this.dependencies;
    this.#idleTimer = clock.after(this.#configuration.server.autoCloseIdleClients.checkInterval, () => {
      const { enable, maxIdleTime } = this.#configuration.server.autoCloseIdleClients;
      for (const { adaptor } of enable ? this.#adaptors : []) adaptor.disconnectIdle(clock.now(), maxIdleTime);
      this.#disconnectIdle();
    });
  }
}
