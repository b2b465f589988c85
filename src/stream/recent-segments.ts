/** Something that is kept, and what it counts for. */
export interface Weighed {
  weight: number;
}

/** What is kept, in the order in which it was last asked for. */
export class RecentSegments<Kept extends Weighed> {
  readonly #kept = new Set<Kept>();
  #bytes = 0;

  get size(): number {
    return this.#kept.size;
  }

  /** What all of them count for. */
  get bytes(): number {
    return this.#bytes;
  }

  /** It is the one that was asked for last. */
  put(kept: Kept, weight: number): void {
    this.remove(kept);
    kept.weight = weight;
    this.#kept.add(kept);
    this.#bytes += weight;
  }

  /** Whether it was there. */
  remove(kept: Kept): boolean {
    if (!this.#kept.delete(kept)) return false;
    this.#bytes -= kept.weight;
    return true;
  }

  /** Removes those that nobody has asked for longest, until the others count for `budget` at most. */
  trim(budget: number, removed: (kept: Kept) => void): void {
    for (const oldest of this.#kept) {
      if (this.#bytes <= budget) return;
      this.remove(oldest);
      removed(oldest);
    }
  }
}
