import type { AmfValue } from '../../amf/value.js';

/** A change of a property that the server has not confirmed. */
export interface OwnChange {
  /** Of all changes of the object, from 1 on. */
  readonly number: number;
  /** Undefined: the property is deleted. */
  readonly value: AmfValue;
}

/** What a script has changed in a shared object, as long as it is not known to be in what the server says. */
export class OwnChanges {
  /** Of each property, oldest first. */
  readonly #changes = new Map<string, OwnChange[]>();
  #count = 0;
  #confirmed = 0;
  /** The number of the last change that deleted everything; 0 if that is confirmed, or there was none. */
  #cleared = 0;

  get exist(): boolean {
    return this.#confirmed < this.#count;
  }

  /** Whether of what the server says nothing is to be seen. */
  get isCleared(): boolean {
    return this.#cleared > 0;
  }

  set(name: string, value: AmfValue): void {
    const change = { number: ++this.#count, value };
    const changes = this.#changes.get(name);
    if (changes === undefined) this.#changes.set(name, [change]);
    else changes.push(change);
  }

  clear(): void {
    this.#cleared = ++this.#count;
  }

  /** The properties that have changed. */
  names(): IterableIterator<string> {
    return this.#changes.keys();
  }

  /** The last change of a property that is to be seen. */
  last(name: string): OwnChange | undefined {
    const change = this.#changes.get(name)?.at(-1);
    return change !== undefined && change.number > this.#cleared ? change : undefined;
  }

  /** The oldest change of the property that gave it a value is answered. Answers the value. */
  answered(name: string): AmfValue {
    const changes = this.#changes.get(name) ?? [];
    while (changes.length > 0) {
      const { value } = changes.shift()!;
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** What the server says has so many changes in it. */
  confirm(count: number): void {
    this.#confirmed = count;
    if (this.#cleared <= count) this.#cleared = 0;
    for (const [name, changes] of this.#changes) {
      while (changes.length > 0 && changes[0]!.number <= count) changes.shift();
      if (changes.length === 0) this.#changes.delete(name);
    }
  }
}
