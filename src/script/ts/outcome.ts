/** Something that turns out one way or the other, later. Nobody needs to wait for it. */
export class Outcome {
  readonly promise: Promise<void>;
  #resolve!: () => void;
  #reject!: (error: unknown) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => undefined);
  }

  /** Only the first of this and {@link failed} counts. */
  succeeded(): void {
    this.#resolve();
  }

  failed(error: unknown): void {
    this.#reject(error);
  }
}
