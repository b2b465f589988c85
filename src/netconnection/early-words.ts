/** How much is kept that a script says to a client before it lets it in. */
const MAX_WORDS = 1000;

/** What is said to a client before it knows that it is in waits until then. */
export class EarlyWords {
  #words: (() => void)[] | undefined = [];

  /** Says it now or then. Beyond a thousand it is not said at all. */
  say(word: () => void): void {
    if (this.#words === undefined) word();
    else if (this.#words.length < MAX_WORDS) this.#words.push(word);
  }

  /** The client knows: what waits is said, and everything else at once from now on. */
  release(): void {
    const words = this.#words ?? [];
    this.#words = undefined;
    for (const word of words) word();
  }
}
