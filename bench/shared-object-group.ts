/** The clients of one object: which change has come to how many of them, and what each believes is in it. */
export class SharedObjectGroup {
  /** Milliseconds from each change of the measured window to the client that heard of it last. */
  readonly times: number[] = [];
  /** By client, the last value of each property. */
  readonly #states: readonly Map<string, number>[];
  readonly #newest: number[];
  readonly #expected = new Map<string, number>();
  readonly #arrivals: number[] = [];
  readonly #sentAt: number[] = [];

  constructor(
    readonly name: string,
    readonly members: readonly number[],
  ) {
    this.#states = members.map(() => new Map());
    this.#newest = members.map(() => 0);
  }

  /** The number of the next change, which is its value too, from 1 on. */
  get next(): number {
    return this.#sentAt.length + 1;
  }

  /** Notes the next change, before it is sent. */
  sends(property: string): void {
    this.#expected.set(property, this.next);
    this.#sentAt.push(performance.now());
    this.#arrivals.push(0);
  }

  /** Notes what a member, by its place among the members, has heard: that change, and so all before it. */
  heard(place: number, property: string, change: number): void {
    this.#states[place]?.set(property, change);
    const now = performance.now();
    for (let number = (this.#newest[place] ?? 0) + 1; number <= change; number++) {
      this.#newest[place] = number;
      const arrivals = (this.#arrivals[number - 1] ?? 0) + 1;
      this.#arrivals[number - 1] = arrivals;
      if (arrivals === this.members.length) this.times.push(now - (this.#sentAt[number - 1] ?? now));
    }
  }

  /** The members who believe something else than what is so. */
  get astray(): number[] {
    return this.members.filter((_, place) => {
      const state = this.#states[place];
      return [...this.#expected].some(([property, change]) => state?.get(property) !== change);
    });
  }
}
