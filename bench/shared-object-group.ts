/** The clients of one object: which change has come to how many of them, and what each believes is in it. */
export class SharedObjectGroup {
  /** Milliseconds from each change of the measured window to the client that heard of it last. */
  readonly times: number[] = [];
  /** By client, the last value of each property. */
  readonly #states: readonly Map<string, number>[];
  readonly #newest: number[];
  /** The last change of each property that was granted: who wants something without knowing the newest is not. */
  readonly #expected = new Map<string, number>();
  readonly #arrivals: number[] = [];
  readonly #sentAt: number[] = [];
  #measuredFrom = Infinity;

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

  /** The window begins: the next change is the first whose time counts. */
  measure(): void {
    this.#measuredFrom = this.next;
  }

  /** Notes the next change, before it is sent. */
  sends(): void {
    this.#sentAt.push(performance.now());
    this.#arrivals.push(0);
  }

  /** Notes what a member, by its place among the members, has heard: that change, be it its own, and so all before it. */
  heard(place: number, property: string, change: number, isOwn: boolean): void {
    if (isOwn) this.#expected.set(property, Math.max(change, this.#expected.get(property) ?? 0));
    this.#states[place]?.set(property, change);
    const now = performance.now();
    for (let number = (this.#newest[place] ?? 0) + 1; number <= change; number++) {
      this.#newest[place] = number;
      const arrivals = (this.#arrivals[number - 1] ?? 0) + 1;
      this.#arrivals[number - 1] = arrivals;
      if (arrivals < this.members.length || number < this.#measuredFrom) continue;
      this.times.push(now - (this.#sentAt[number - 1] ?? now));
    }
  }

  /** The members who believe something else than what is so: all of them if no change was granted. */
  get astray(): readonly number[] {
    if (this.#sentAt.length > 0 && this.#expected.size === 0) return this.members;
    return this.members.filter((_, place) => {
      const state = this.#states[place];
      return [...this.#expected].some(([property, change]) => state?.get(property) !== change);
    });
  }
}
