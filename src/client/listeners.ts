import { report } from './report.js';

/** Who wants to hear of something. What one of them throws is reported as an error that nobody caught, and hurts no other. */
export class Listeners<Args extends unknown[]> {
  readonly #all = new Set<(...args: Args) => unknown>();

  /** Answers what ends it. */
  add(listener: (...args: Args) => unknown): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  tell(...args: Args): void {
    for (const listener of [...this.#all]) {
      try {
        listener(...args);
      } catch (error) {
        report(error);
      }
    }
  }
}
