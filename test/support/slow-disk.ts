import { AtomicFiles } from '../../src/storage/atomic-files.js';

/** Holds a write up before anything of it shows. */
export class SlowDisk extends AtomicFiles {
  readonly begun: Promise<void>;
  goOn = (): void => undefined;
  #begin = (): void => undefined;
  readonly #going: Promise<void>;

  constructor() {
    super();
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    this.#going = new Promise((resolve) => (this.goOn = resolve));
  }

  override async write(...args: Parameters<AtomicFiles['write']>): Promise<void> {
    this.#begin();
    await this.#going;
    return super.write(...args);
  }
}
