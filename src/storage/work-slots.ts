/** Lets so many things happen at a time; the others wait in the order in which they came. */
export class WorkSlots {
  readonly #waiting: (() => void)[] = [];
  #first = 0;
  #busy = 0;

  constructor(private readonly size: number) {}

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#busy >= this.size) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy++;
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Hands the slot to the next, if somebody waits. */
  #leave(): void {
    const next = this.#waiting[this.#first];
    if (next === undefined) {
      this.#busy--;
      return;
    }
    this.#first++;
    if (this.#first === this.#waiting.length) {
      this.#waiting.length = 0;
      this.#first = 0;
    }
    next();
  }
}
