import type { ApplicationInstance } from '../application/application-instance.js';
import type { Logger } from '../log/logger.js';
import type { ScriptedInstance } from '../script/host/scripted-instance.js';
import type { Packed } from '../script/protocol/bytes.js';
import type { Clock, Timer } from '../time/clock.js';

/** What becomes of an instance that runs when newer code is there: `script.reload` of application.yaml. */
export type ReloadPolicy = 'keep' | 'drain' | 'restart';

/** An instance of a script that runs. */
export interface RunningInstance {
  readonly instance: ApplicationInstance;
  readonly script: Pick<ScriptedInstance, 'suspend'>;
  /** Differs if its code does. */
  readonly version: string;
  readonly logger: Logger;
}

/** Milliseconds between two looks for instances that nobody uses any more. */
const LOOK = 1000;
/** What clients are told. */
const FAREWELL = 'The application has a new version. Please connect again.';

/** The instances of one application that run, and how they come to newer code. */
export class ScriptReloads {
  readonly #running = new Set<RunningInstance>();
  readonly #drained = new Set<RunningInstance>();
  readonly #restarting = new Set<RunningInstance>();
  /** What instances handed over, by their name; until the next of that name begins. */
  readonly #states = new Map<string, Packed>();
  #timer: Timer | undefined;

  constructor(private readonly clock: Clock) {}

  get isEmpty(): boolean {
    return this.#running.size === 0;
  }

  begins(running: RunningInstance): void {
    this.#running.add(running);
  }

  ends(running: RunningInstance): void {
    this.#running.delete(running);
    this.#drained.delete(running);
    this.#restarting.delete(running);
    if (this.#drained.size === 0) this.#cancel();
  }

  /** What the instance of that name before handed over, once. */
  takeState(instance: string): Packed | undefined {
    const state = this.#states.get(instance);
    this.#states.delete(instance);
    return state;
  }

  /** There is newer code. Resolves when everything that is to end at once has. */
  async changed(version: string, policy: ReloadPolicy): Promise<void> {
    const outdated = [...this.#running].filter((running) => running.version !== version);
    const fresh = outdated.filter((running) => !this.#drained.has(running) && !this.#restarting.has(running));
    for (const { logger } of fresh) logger.info(`the script was changed: ${WHAT_HAPPENS[policy]}`);
    if (policy === 'drain') this.#drain(fresh);
    if (policy === 'restart') await Promise.all(fresh.map((running) => this.#restart(running)));
  }

  close(): void {
    this.#cancel();
  }

  #drain(outdated: readonly RunningInstance[]): void {
    for (const running of outdated) this.#drained.add(running);
    if (this.#drained.size > 0) this.#look();
  }

  #look(): void {
    for (const { instance } of this.#drained) {
      if (instance.clientCount === 0 && instance.playlists.active.size === 0) void instance.life.retire();
    }
    this.#timer?.cancel();
    this.#timer = this.#drained.size === 0 ? undefined : this.clock.after(LOOK, () => this.#look());
  }

  async #restart(running: RunningInstance): Promise<void> {
    this.#restarting.add(running);
    const { instance, script } = running;
    const state = await script.suspend();
    if (state !== undefined) this.#states.set(instance.name, state);
    await instance.life.unload(FAREWELL);
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

const WHAT_HAPPENS: Readonly<Record<ReloadPolicy, string>> = {
  keep: 'this instance goes on as it is, new ones have the new script (script.reload: keep)',
  drain: 'this instance is unloaded when nobody is connected (script.reload: drain)',
  restart: 'this instance is restarted, its clients are told to connect again (script.reload: restart)',
};
