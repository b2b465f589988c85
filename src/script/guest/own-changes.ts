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
  /** The numbers of the changes that deleted everything. */
  readonly #clears: number[] = [];

  get exist(): boolean {
    return this.#confirmed < this.#count;
  }

  /** Whether of what the server says nothing is to be seen. */
  get isCleared(): boolean {
    return this.#clears.length > 0;
  }

  set(name: string, value: AmfValue): void {
    const change = { number: ++this.#count, value };
    const changes = this.#changes.get(name);
    if (changes === undefined) this.#changes.set(name, [change]);
    else changes.push(change);
  }

  clear(): void {
    this.#clears.push(++this.#count);
  }

  /** The properties that have changed. */
  names(): IterableIterator<string> {
    return this.#changes.keys();
  }

  /** The last change of a property that is to be seen. */
  last(name: string): OwnChange | undefined {
    const change = this.#changes.get(name)?.at(-1);
    return change !== undefined && change.number > (this.#clears.at(-1) ?? 0) ? change : undefined;
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

  /** The oldest change that deleted everything is answered. */
  clearAnswered(): void {
    this.#clears.shift();
  }

  /** What the server says has so many changes in it. */
  confirm(count: number): void {
    this.#confirmed = count;
    while (this.#clears.length > 0 && this.#clears[0]! <= count) this.#clears.shift();
    for (const [name, changes] of this.#changes) {
      while (changes.length > 0 && changes[0]!.number <= count) changes.shift();
      if (changes.length === 0) this.#changes.delete(name);
    }
  }
}
