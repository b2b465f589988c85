import { BenchError } from './bench-error.js';
import { Child } from './child.js';
import type { ChildSettings } from './child.js';

/** All processes that the benchmark has started, so that none is left behind. */
export class Children {
  readonly #running = new Set<Child>();
  #stopped = false;

  /** Starts a process, on one core only where `core` is given. Throws BenchError after `stopAll`. */
  start(settings: ChildSettings, core?: number): Child {
    if (this.#stopped) throw new BenchError('interrupted');
    const { command, args } = settings;
    const pinned =
      core === undefined ? settings : { ...settings, command: 'taskset', args: ['-c', `${core}`, command, ...args] };
    const child = new Child(pinned);
    this.#running.add(child);
    void child.ended.then(() => this.#running.delete(child));
    return child;
  }

  async stopAll(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#running].map((child) => child.stop()));
  }

  /** At once, for the moment before this process itself ends. */
  killAll(): void {
    for (const child of this.#running) child.kill();
  }
}
