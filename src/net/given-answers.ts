interface GivenAnswer {
  readonly parts: readonly Uint8Array[];
  readonly size: number;
}

/** The last answers of a session, for a client whose connection broke before it had read them. */
export class GivenAnswers {
  readonly #answers = new Map<number, GivenAnswer>();
  #size = 0;

  /** @param maxCount answers that are kept; `maxSize` bytes at most, but always the newest */
  constructor(
    private readonly maxCount: number,
    private readonly maxSize: number,
  ) {}

  keep(sequence: number, parts: readonly Uint8Array[]): void {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    this.#answers.set(sequence, { parts, size });
    this.#size += size;
    for (const [oldest, answer] of this.#answers) {
      if (this.#answers.size <= this.maxCount && this.#size <= this.maxSize) break;
      if (oldest === sequence) break;
      this.#answers.delete(oldest);
      this.#size -= answer.size;
    }
  }

  get(sequence: number): readonly Uint8Array[] | undefined {
    return this.#answers.get(sequence)?.parts;
  }
}
