const utf8 = new TextEncoder();

/** Up to this length ASCII is written by hand, beyond it a TextEncoder call pays for itself. */
const SHORT_TEXT = 48;

const float = new DataView(new ArrayBuffer(8));

/** Writes numbers and strings into one growing byte array. Big-endian unless the name says `LE`. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(initialCapacity = 64) {
    this.#bytes = new Uint8Array(initialCapacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Makes room and answers where it is. To be called before #bytes is looked at: growing replaces it. */
  #grow(size: number): number {
    const at = this.#length;
    const needed = at + size;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#length = needed;
    return at;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#bytes[at] = value;
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#bytes[at] = value >> 8;
    this.#bytes[at + 1] = value;
    return this;
  }

  u24(value: number): this {
    const at = this.#grow(3);
    this.#bytes[at] = value >> 16;
    this.#bytes[at + 1] = value >> 8;
    this.#bytes[at + 2] = value;
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.patchU32(at, value);
    return this;
  }

  u32LE(value: number): this {
    const at = this.#grow(4);
    this.#bytes[at] = value;
    this.#bytes[at + 1] = value >> 8;
    this.#bytes[at + 2] = value >> 16;
    this.#bytes[at + 3] = value >> 24;
    return this;
  }

  f64(value: number): this {
    const at = this.#grow(8);
    float.setFloat64(0, value);
    for (let i = 0; i < 8; i++) this.#bytes[at + i] = float.getUint8(i);
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#grow(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  /** UTF-8 without a length; a lone surrogate is written as U+FFFD. Answers the number of bytes written. */
  utf8(text: string): number {
    const at = this.#length;
    if (!this.#shortAscii(text)) this.bytes(utf8.encode(text));
    return this.#length - at;
  }

  /** Writes nothing and answers false if the text is not short or not ASCII. */
  #shortAscii(text: string): boolean {
    if (text.length > SHORT_TEXT) return false;
    const at = this.#grow(text.length);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) {
        this.#length = at;
        return false;
      }
      this.#bytes[at + i] = unit;
    }
    return true;
  }

  /** Overwrites four bytes written before, to fill in a length that was not yet known. */
  patchU32(offset: number, value: number): void {
    this.#bytes[offset] = value >> 24;
    this.#bytes[offset + 1] = value >> 16;
    this.#bytes[offset + 2] = value >> 8;
    this.#bytes[offset + 3] = value;
  }

  /** A copy of exactly what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
