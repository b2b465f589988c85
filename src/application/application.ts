import { accessHook } from './access-hook.js';
import { ApplicationBandwidth } from './application-bandwidth.js';
import type { ApplicationDefinition, ApplicationEnvironment, InstanceEnvironment } from './application-environment.js';
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
    for (const { instance } of this.#definition.playlists) this.instance(instance);
  }

  /** New options: what is asked from now on goes by them, what runs goes on. */
  reconfigure(definition: ApplicationDefinition): void {
    this.#definition = definition;
    for (const instance of this.instances.values()) this.#configurePlaylists(instance);
    this.start();
  }

  /** The instance of that name, started if it does not run. */
  instance(name: SafeName): ApplicationInstance {
    let instance = this.instances.get(name);
    if (instance === undefined) {
      const path = `${this.name}/${name}`;
      const logger = this.#environment.logger.child({ application: path });
      const hooks = [accessHook(() => this.options), ...this.#environment.hooks, ...this.#definition.hooks];
      const { segments, virtualKeyOf } = this.#environment;
      const media = new InstanceMedia(name, () => this.#definition.media, virtualKeyOf, segments);
      const recordings = (): RecordingStore => this.#definition.recordings;
      const chain = new HookChain(hooks, logger);
      const own = { media, recordings, sharedObjects: this.#definition.sharedObjects(name) };
      instance = new ApplicationInstance(path, name, this.#environment, () => this.options, chain, own, logger);
      this.instances.set(name, instance);
      logger.info('application instance started');
      this.#configurePlaylists(instance);
    }
    return instance;
  }

  /** Unloads the instances that nobody has used for `maxIdleTime`. */
  unloadIdle(now: number): void {
    for (const [name, instance] of this.instances) {
      const { idleSince, playlists } = instance;
      const isIdle = idleSince !== undefined && now - idleSince >= this.options.maxIdleTime;
      if (!isIdle || playlists.active.size > 0) continue;
      this.instances.delete(name);
      void instance.recordings.close();
      void instance.sharedObjects.objects.close();
      instance.logger.info('application instance unloaded: idle');
    }
  }

  #configurePlaylists(instance: ApplicationInstance): void {
    instance.playlists.configure(this.#definition.playlists.filter((playlist) => playlist.instance === instance.name));
  }
}
