import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { ReloadPolicy, RunningInstance } from './script-reloads.js';
import { ScriptReloads } from './script-reloads.js';
import { ScriptWatch } from './script-watch.js';

/** A script as it is written now. */
export interface WrittenScript {
  /** Differs if the code does that an instance would run. */
  readonly version: string;
  /** Absolute: what it is made from. */
  readonly files: readonly string[];
}

/** An application some instances of which run. */
interface Kept {
  readonly reloads: ScriptReloads;
  /** Reads the script anew, and logs what is wrong with it. Undefined if it cannot be used. */
  readonly read: () => Promise<WrittenScript | undefined>;
  readonly policy: () => ReloadPolicy;
}

/** Sees to it that instances that run come to newer code, as it is saved. */
export class ScriptUpkeep {
  readonly #kept = new Map<string, Kept>();
  readonly #watch: ScriptWatch;
  #looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.#watch = new ScriptWatch(clock, logger, () => void this.look());
  }

  /** An instance of an application runs. Answers what is to be called when it does no more. */
  begins(
    application: string,
    running: RunningInstance,
    files: readonly string[],
    read: Kept['read'],
    policy: Kept['policy'],
  ): () => void {
    const reloads = this.#kept.get(application)?.reloads ?? new ScriptReloads(this.clock);
    this.#kept.set(application, { reloads, read, policy });
    reloads.begins(running);
    void this.#watch.set(application, files);
    return () => {
      reloads.ends(running);
      if (reloads.isEmpty) void this.#watch.set(application, []);
    };
  }

  /** What the instance of that name before handed over, once. */
  takeState(application: string, instance: string) {
    return this.#kept.get(application)?.reloads.takeState(instance);
  }

  /** Looks now whether there is newer code. Resolves when everything that is to end at once because of it has. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(async () => {
      for (const [application, kept] of this.#kept) if (!kept.reloads.isEmpty) await this.#look(application, kept);
    });
    return this.#looking;
  }

  close(): void {
    this.#watch.close();
    for (const { reloads } of this.#kept.values()) reloads.close();
  }

  async #look(application: string, { reloads, read, policy }: Kept): Promise<void> {
    const written = await read();
    if (written === undefined) return;
    await this.#watch.set(application, written.files);
    await reloads.changed(written.version, policy());
  }
}
