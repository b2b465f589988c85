/**
 * Remembers what was made for each of a few keys. Nearly always there is one key, which takes no Map: there is a
 * memo for every message, and a Map for each would keep the garbage collector busy.
 */
export class Memo<Key extends object, Value> {
  #key: Key | undefined;
  #value: Value | undefined;
  #others: Map<Key, Value> | undefined;

  get(key: Key): Value | undefined {
    return key === this.#key ? this.#value : this.#others?.get(key);
  }

  /** What is remembered, in no particular order. */
  *values(): Generator<Value, void> {
    if (this.#value !== undefined) yield this.#value;
    if (this.#others !== undefined) yield* this.#others.values();
  }

  /** Answers `value`. */
  set(key: Key, value: Value): Value {
    if (this.#key === undefined || this.#key === key) {
      this.#key = key;
      this.#value = value;
    } else {
      (this.#others ??= new Map<Key, Value>()).set(key, value);
    }
    return value;
  }
}
