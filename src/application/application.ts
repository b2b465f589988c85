import { accessHook } from './access-hook.js';
import { ApplicationBandwidth } from './application-bandwidth.js';
import type { ApplicationDefinition } from './application-definition.js';
import type { ApplicationEnvironment, InstanceEnvironment } from './application-environment.js';
import { ApplicationInstance } from './application-instance.js';
import type { ApplicationOptions } from './application-options.js';
import type { ApplicationTotals } from './application-totals.js';
import { HookChain } from './hook-chain.js';
import type { InstanceCompanion } from './instance-companion.js';
import { InstanceMedia } from './instance-media.js';
import type { RecordingStore } from './recording-store.js';
import type { SafeName } from './safe-name.js';

/** An application and the instances of it that run. */
export class Application {
  readonly instances = new Map<string, ApplicationInstance>();
  readonly #companions = new WeakMap<ApplicationInstance, InstanceCompanion>();
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

  /** Starts the instances that have playlists, or are to run for another reason. */
  start(): void {
    const { playlists, companion } = this.#definition;
    for (const { instance } of playlists) this.#running(instance);
    for (const instance of companion?.instances ?? []) this.#running(instance);
  }

  /** New options: what is asked from now on goes by them, what runs goes on. */
  reconfigure(definition: ApplicationDefinition): void {
    this.#definition = definition;
    for (const instance of this.instances.values()) {
      if (!instance.life.isRunning) continue;
      this.#configurePlaylists(instance);
      this.#companions.get(instance)?.attend(instance);
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
    for (const instance of this.instances.values()) {
      const { idleSince, life, playlists } = instance;
      const isIdle = idleSince !== undefined && now - idleSince >= this.options.maxIdleTime;
      const isBusy = playlists.active.size > 0 || this.#companions.get(instance)?.isBusy === true;
      if (isIdle && !isBusy) void life.retire();
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
    const companion = this.#definition.companion?.of(name);
    const companions = companion === undefined ? [] : [companion];
    const { hooks: own } = this.#definition;
    const hooks = [accessHook(() => this.options), ...this.#environment.hooks, ...own, ...scripts, ...companions];
    const media = new InstanceMedia(name, () => this.#definition.media, this.#environment.segments);
    const recordings = (): RecordingStore => this.#definition.recordings;
    const sharedObjects = this.#definition.sharedObjects(name);
    const stores = { media, recordings, sharedObjects, publications: companion?.publications };
    const chain = new HookChain(hooks, logger);
    const made = new ApplicationInstance(path, name, this.#environment, () => this.options, chain, stores, logger, {
      script,
      start: async (instance) => script?.start(instance),
      started: (instance) => {
        this.#configurePlaylists(instance);
        companion?.attend(instance);
      },
      ended: (instance) => {
        companion?.close();
        if (this.instances.get(name) === instance) this.instances.delete(name);
      },
    });
    if (companion !== undefined) this.#companions.set(made, companion);
    return made;
  }

  #configurePlaylists(instance: ApplicationInstance): void {
    instance.playlists.configure(this.#definition.playlists.filter((playlist) => playlist.instance === instance.name));
  }
}
