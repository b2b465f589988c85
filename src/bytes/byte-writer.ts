const utf8 = new TextEncoder();

/** Up to this length ASCII is written by hand, beyond it a TextEncoder call pays for itself. */
const SHORT_TEXT = 48;

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

  /** Makes room and answers where it is. To be called before #bytes or #view is looked at: growing replaces both. */
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
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value);
    return this;
  }

  u24(value: number): this {
    const at = this.#grow(3);
    this.#view.setUint16(at, value >>> 8);
    this.#view.setUint8(at + 2, value);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value);
    return this;
  }

  u32LE(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, true);
    return this;
  }

  f64(value: number): this {
    const at = this.#grow(8);
    this.#view.setFloat64(at, value);
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
    this.#view.setUint32(offset, value);
  }

  /** A copy of exactly what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
