/**
 * Counts the calls of one client that the script of its instance has yet to answer. The answers may come in any order;
 * who waits for too many is not listened to until there are fewer.
 */
export class ScriptCalls {
  #outstanding = 0;
  #goOn: (() => void) | undefined;

  /**
   * One more, until `answered` is settled; it must not reject. Answers a promise while nothing more should be read.
   *
   * @param max how many there may be
   */
  add(answered: Promise<void>, max: number): Promise<void> | undefined {
    this.#outstanding++;
    void answered.then(() => {
      this.#outstanding--;
      this.#goOn?.();
      this.#goOn = undefined;
    });
    if (this.#outstanding < max) return undefined;
    return new Promise((resolve) => (this.#goOn = resolve));
  }
}
