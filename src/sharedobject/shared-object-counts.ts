/** What happened to shared objects, counted. */
export interface SharedObjectCountsSnapshot {
  /** Properties that were changed or deleted. */
  readonly changes: number;
  /** Changes that came too late: somebody else had been faster. */
  readonly rejected: number;
  /** Changes and messages that were not allowed, or out of bounds. */
  readonly refused: number;
  /** Messages sent to all users. */
  readonly messages: number;
}

/** Counts for one object, and with it for all of an application. They only grow. */
export class SharedObjectCounts {
  readonly #counts: Record<keyof SharedObjectCountsSnapshot, number> = {
    changes: 0,
    rejected: 0,
    refused: 0,
    messages: 0,
  };

  constructor(private readonly all?: SharedObjectCounts) {}

  add(what: keyof SharedObjectCountsSnapshot): void {
    this.#counts[what]++;
    this.all?.add(what);
  }

  get snapshot(): SharedObjectCountsSnapshot {
    return { ...this.#counts };
  }
}
