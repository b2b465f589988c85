import type { InstanceServer } from './instance-server.js';

/** Who wants to hear of something; what one of them throws is logged, and the others hear of it nevertheless. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #listeners = new Set<(...args: Args) => unknown>();

  constructor(
    private readonly server: InstanceServer,
    /** For the log: `onChange of the shared object board`. */
    private readonly where: string,
  ) {}

  get size(): number {
    return this.#listeners.size;
  }

  /** Answers what takes it away again. */
  add(listener: (...args: Args) => unknown): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(...args: Args): void {
    for (const listener of [...this.#listeners]) this.server.run(this.where, () => listener(...args));
  }
}
