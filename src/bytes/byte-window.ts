const NOTHING = new Uint8Array(0);

/** What an emptied window keeps of its memory. */
const KEPT = 64 * 1024;

/**
 * The bytes that arrived and were not consumed, next to each other, so that any of them can be looked at.
 * It copies what comes, and grows with that alone.
 */
export class ByteWindow {
  #bytes: Uint8Array = NOTHING;
  #start = 0;
  #end = 0;
  /** It was given to us to keep, and parts of it are shared: nothing is written into it. */
  #isAdopted = false;

  get length(): number {
    return this.#end - this.#start;
  }

  /** Appends a copy of `bytes`. */
  push(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#bytes.length) this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Appends `bytes`, which nobody will change any more: where nothing waits before them they are not copied. */
  adopt(bytes: Uint8Array): void {
    if (this.length > 0) return this.push(bytes);
    this.#bytes = bytes;
    this.#start = 0;
    this.#end = bytes.length;
    this.#isAdopted = true;
  }

  /** The number at `index` from the front, big-endian; all of its bytes must be there. */
  u8(index: number): number {
    return this.#bytes[this.#start + index]!;
  }

  u24(index: number): number {
    return (this.u8(index) << 16) | (this.u8(index + 1) << 8) | this.u8(index + 2);
  }

  u32(index: number): number {
    return ((this.u8(index) << 24) | this.u24(index + 1)) >>> 0;
  }

  /** Consumes up to `size` bytes and answers how many there were. */
  skip(size: number): number {
    const skipped = Math.min(size, this.length);
    this.#start += skipped;
    if (this.#start === this.#end) {
      this.#start = this.#end = 0;
      if (this.#isAdopted || this.#bytes.length > KEPT) this.#bytes = NOTHING;
      this.#isAdopted = false;
    }
    return skipped;
  }

  /** The first `size` bytes, consumed; there must be as many. They are a copy, or a part of what was adopted. */
  take(size: number): Uint8Array {
    const end = this.#start + size;
    const taken = this.#isAdopted ? this.#bytes.subarray(this.#start, end) : this.#bytes.slice(this.#start, end);
    this.skip(size);
    return taken;
  }

  /** Moves what is left to the front, where at least half is free then, or to an array of twice the size. */
  #makeRoom(size: number): void {
    const needed = this.length + size;
    const isRoomy = !this.#isAdopted && needed * 2 <= this.#bytes.length;
    const target = isRoomy ? this.#bytes : new Uint8Array(Math.max(needed, this.length * 2));
    target.set(this.#bytes.subarray(this.#start, this.#end));
    this.#bytes = target;
    this.#isAdopted = false;
    this.#end = this.length;
    this.#start = 0;
  }
}
