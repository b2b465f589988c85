import { accessHook } from './access-hook.js';
import { ApplicationBandwidth } from './application-bandwidth.js';
import type { ApplicationDefinition } from './application-definition.js';
import type { ApplicationEnvironment, InstanceEnvironment } from './application-environment.js';
import { ApplicationInstance } from './application-instance.js';
import type { ApplicationOptions } from './application-options.js';
import type { ApplicationTotals } from './application-totals.js';
import { HookChain } from './hook-chain.js';
import { InstanceMedia } from './instance-media.js';
import type { RecordingStore } from './recording-store.js';
import type { SafeName } from './safe-name.js';

/** An application and the instances of it that run. */
export class Application {
  readonly instances = new Map<string, ApplicationInstance>();
  #definition: ApplicationDefinition;
  readonly #environment: InstanceEnvironment;

  constructor(
    readonly name: SafeName,
    definition: ApplicationDefinition,
    environment: ApplicationEnvironment,
    totals: ApplicationTotals,
  ) {
    this.#definition = definition;
    const bandwidth = new ApplicationBandwidth(() => this.options.bandwidthCap);
    this.#environment = { ...environment, bandwidth, totals };
  }

  get options(): ApplicationOptions {
    return this.#definition.options;
  }

  /** Starts the instances that have playlists. */
  start(): void {
    for (const { instance } of this.#definition.playlists) this.#running(instance);
  }

  /** New options: what is asked from now on goes by them, what runs goes on. */
  reconfigure(definition: ApplicationDefinition): void {
    this.#definition = definition;
    for (const instance of this.instances.values()) {
      if (instance.life.isRunning) this.#configurePlaylists(instance);
    }
    this.start();
  }

  /** The instance of that name, started if it does not run; one that is about to go is waited for. */
  async instance(name: SafeName): Promise<ApplicationInstance> {
    for (;;) {
      const instance = this.#running(name);
      const { leaving } = instance.life;
      if (leaving === undefined) return instance;
      await leaving;
    }
  }

  /** Unloads the instances that nobody has used for `maxIdleTime`, unless their scripts object. */
  unloadIdle(now: number): void {
    for (const { idleSince, life, playlists } of this.instances.values()) {
      const isIdle = idleSince !== undefined && now - idleSince >= this.options.maxIdleTime;
      if (isIdle && playlists.active.size === 0) void life.retire();
    }
  }

  #running(name: SafeName): ApplicationInstance {
    const known = this.instances.get(name);
    if (known !== undefined) return known;
    const instance = this.#make(name);
    this.instances.set(name, instance);
    instance.logger.info('application instance started');
    void instance.life.ready();
    return instance;
  }

  #make(name: SafeName): ApplicationInstance {
    const path = `${this.name}/${name}`;
    const logger = this.#environment.logger.child({ application: path });
    const script = this.#definition.script(name);
    const scripts = script === undefined ? [] : [script];
    const hooks = [accessHook(() => this.options), ...this.#environment.hooks, ...this.#definition.hooks, ...scripts];
    const media = new InstanceMedia(name, () => this.#definition.media, this.#environment.segments);
    const recordings = (): RecordingStore => this.#definition.recordings;
    const stores = { media, recordings, sharedObjects: this.#definition.sharedObjects(name) };
    const chain = new HookChain(hooks, logger);
    return new ApplicationInstance(path, name, this.#environment, () => this.options, chain, stores, logger, {
      script,
      start: async (instance) => script?.start(instance),
      started: (instance) => this.#configurePlaylists(instance),
      ended: (instance) => {
        if (this.instances.get(name) === instance) this.instances.delete(name);
      },
    });
  }

  #configurePlaylists(instance: ApplicationInstance): void {
    instance.playlists.configure(this.#definition.playlists.filter((playlist) => playlist.instance === instance.name));
  }
}
