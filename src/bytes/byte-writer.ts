const utf8 = new TextEncoder();

/** Writes numbers and strings into one growing byte array. Big-endian unless the name says `LE`. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(initialCapacity = 64) {
    this.#bytes = new Uint8Array(initialCapacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  #grow(size: number): number {
    const at = this.#length;
    const needed = at + size;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#length = needed;
    return at;
  }

  u8(value: number): this {
    this.#view.setUint8(this.#grow(1), value);
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#grow(2), value);
    return this;
  }

  u24(value: number): this {
    const at = this.#grow(3);
    this.#view.setUint16(at, value >>> 8);
    this.#view.setUint8(at + 2, value);
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#grow(4), value);
    return this;
  }

  u32LE(value: number): this {
    this.#view.setUint32(this.#grow(4), value, true);
    return this;
  }

  f64(value: number): this {
    this.#view.setFloat64(this.#grow(8), value);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#bytes.set(value, this.#grow(value.length));
    return this;
  }

  /** UTF-8 without a length; a lone surrogate is written as U+FFFD. Answers the number of bytes written. */
  utf8(text: string): number {
    const encoded = utf8.encode(text);
    this.bytes(encoded);
    return encoded.length;
  }

  /** Overwrites four bytes written before, to fill in a length that was not yet known. */
  patchU32(offset: number, value: number): void {
    this.#view.setUint32(offset, value);
  }

  /** A copy of exactly what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
