/**
 * Versions that are left out when an object is loaded. What a crash took had some of them, and a client that comes
 * back with one must not be taken to know what got the same version afterwards.
 */
const LOST = 0x10000;
/** Versions have 32 bits; an object that has come as far as this counts from 1 again when it is loaded. */
const LAST = 0x7fffffff;

/** Numbers the states of an object that its users were told of. */
export class ObjectVersions {
  #told = 1;
  #isChanged = false;
  /** Versions up to the one that was loaded are of this object, and those from the first that it gave itself. */
  #loaded = 0;
  #first = 1;

  /** That of what the object is now. */
  get present(): number {
    return this.#isChanged ? this.next : this.#told;
  }

  /** That of what changes now. */
  get next(): number {
    return this.#told + 1;
  }

  /** Whether it has changed since its users were told. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  changed(): void {
    this.#isChanged = true;
  }

  /** The users are told now, in a version that is none of `others`. */
  told(others: Iterable<number | undefined>): void {
    const avoided = new Set(others);
    this.#told = this.present;
    this.#isChanged = false;
    while (avoided.has(this.#told)) this.#told++;
  }

  /** The object is as it was stored in that version. Answers false if it counts anew. */
  restore(version: number): boolean {
    if (version >= LAST) return false;
    this.#loaded = version;
    this.#told = this.#first = version + LOST;
    return true;
  }

  /** Whether this object had that version, and no other of its name. */
  includes(version: number): boolean {
    return version > 0 && (version <= this.#loaded || (version >= this.#first && version <= this.present));
  }
}
