/** Knows whether something has changed since what is stored was taken. */
export class UnstoredChanges {
  #changes = 0;
  #taken = 0;
  #stored = 0;

  /** Whether there are any. */
  get exist(): boolean {
    return this.#stored !== this.#changes;
  }

  changed(): void {
    this.#changes++;
  }

  /** What is there now is about to be stored. */
  taken(): void {
    this.#taken = this.#changes;
  }

  /** What was taken last is stored. */
  stored(): void {
    this.#stored = this.#taken;
  }
}
