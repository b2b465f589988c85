/**
 * The files of this process that are being written to, and those that are being read, by their real path:
 * who reads a file that grows must not take its end for the end, and nobody may overwrite what is playing.
 */
export class GrowingFiles {
  readonly #written = new Map<string, string | undefined>();
  readonly #read = new Map<string, number>();
  /** Told apart from those of any other process, whose indexes may have been kept. */
  readonly #process = `${process.pid}-${Date.now()}`;
  #entered = 0;

  /** Somebody writes to the file from now on. False, and nothing changes, if somebody does so already. */
  enter(path: string): boolean {
    if (this.#written.has(path)) return false;
    this.#written.set(path, `${this.#process}-${++this.#entered}`);
    return true;
  }

  /** All of it is there: it does not grow any more, and still nobody else may write to it until {@link leave}. */
  grown(path: string): void {
    if (this.#written.has(path)) this.#written.set(path, undefined);
  }

  /** Nobody writes to it any more. */
  leave(path: string): void {
    this.#written.delete(path);
  }

  /** Whether somebody writes to it. */
  has(path: string): boolean {
    return this.#written.has(path);
  }

  /** What tells this writing from every other; undefined if the file does not grow. */
  writing(path: string): string | undefined {
    return this.#written.get(path);
  }

  /** The file is open for reading until the answer is called, which has an effect but once. */
  read(path: string): () => void {
    this.#read.set(path, this.readers(path) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const others = this.readers(path) - 1;
      if (others > 0) this.#read.set(path, others);
      else this.#read.delete(path);
    };
  }

  /** How often it is open for reading. */
  readers(path: string): number {
    return this.#read.get(path) ?? 0;
  }
}
