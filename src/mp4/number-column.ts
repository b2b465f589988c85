type Words = Uint16Array | Uint32Array | Int16Array | Int32Array | Float64Array;

interface Width {
  readonly least: number;
  readonly most: number;
  readonly create: (length: number) => Words;
}

/** Narrow first; the last holds whatever else there is. */
const UNSIGNED: readonly Width[] = [
  { least: 0, most: 0xffff, create: (length) => new Uint16Array(length) },
  { least: 0, most: 0xffffffff, create: (length) => new Uint32Array(length) },
  { least: -Infinity, most: Infinity, create: (length) => new Float64Array(length) },
];
const SIGNED: readonly Width[] = [
  { least: -0x8000, most: 0x7fff, create: (length) => new Int16Array(length) },
  { least: -0x80000000, most: 0x7fffffff, create: (length) => new Int32Array(length) },
  UNSIGNED[2]!,
];

const FIRST_CAPACITY = 16;

/** Whole numbers one after another, each in two, four or eight bytes: as many as the largest of them needs. */
export class NumberColumn {
  readonly #widths: readonly Width[];
  #width = 0;
  #words: Words;
  #length = 0;

  /** @param capacity how many numbers are expected; more find room too */
  constructor(kind: 'unsigned' | 'signed' = 'unsigned', capacity = FIRST_CAPACITY) {
    this.#widths = kind === 'unsigned' ? UNSIGNED : SIGNED;
    this.#words = this.#widths[0]!.create(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** How much memory it takes, in bytes. */
  get byteLength(): number {
    return this.#words.byteLength;
  }

  /** The number at an index below {@link length}. */
  at(index: number): number {
    return this.#words[index]!;
  }

  push(value: number): void {
    const { least, most } = this.#widths[this.#width]!;
    if (value < least || value > most) this.#widen(value);
    if (this.#length === this.#words.length) this.#move(Math.ceil(this.#length * 1.5) + FIRST_CAPACITY);
    this.#words[this.#length++] = value;
  }

  /** Gives back the memory that is not used. */
  trim(): void {
    if (this.#words.length > this.#length) this.#move(this.#length);
  }

  /** The index of the first number that is not below `value`; {@link length} if there is none. They must ascend. */
  lowerBound(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#words[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #widen(value: number): void {
    while (value < this.#widths[this.#width]!.least || value > this.#widths[this.#width]!.most) this.#width++;
    this.#move(this.#words.length);
  }

  #move(capacity: number): void {
    const words = this.#widths[this.#width]!.create(capacity);
    words.set(this.#length < this.#words.length ? this.#words.subarray(0, this.#length) : this.#words);
    this.#words = words;
  }
}
