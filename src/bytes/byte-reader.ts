/** The input ended before the value did: more was asked for than there is. */
export class EndOfBytesError extends Error {
  override readonly name = 'EndOfBytesError';

  constructor(
    readonly offset: number,
    readonly wanted: number,
    readonly available: number,
  ) {
    super(`needed ${wanted} bytes at offset ${offset}, only ${available} left`);
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Long enough that a TextDecoder call pays for itself; shorter ASCII is built by hand. */
const SHORT_STRING = 24;

/**
 * Reads numbers and strings from a byte array and cannot read past its end: every method throws
 * {@link EndOfBytesError} instead. Big-endian unless the name says `LE`.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.bytes.length - this.#offset;
  }

  #take(size: number): number {
    const at = this.#offset;
    if (size > this.bytes.length - at) throw new EndOfBytesError(at, size, this.bytes.length - at);
    this.#offset = at + size;
    return at;
  }

  /** The next byte without consuming it, or undefined at the end. */
  peek(): number | undefined {
    return this.bytes[this.#offset];
  }

  skip(size: number): void {
    this.#take(size);
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2));
  }

  u24(): number {
    const at = this.#take(3);
    return (this.#view.getUint16(at) << 8) | this.#view.getUint8(at + 2);
  }

  i24(): number {
    return (this.u24() << 8) >> 8;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  u32LE(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  /** A view of the next `size` bytes; it shares memory with the input. */
  view(size: number): Uint8Array {
    const at = this.#take(size);
    return this.bytes.subarray(at, at + size);
  }

  /** A copy of the next `size` bytes, safe to keep; `slice` would be a view where the input is a Buffer of Node.js. */
  copy(size: number): Uint8Array {
    const at = this.#take(size);
    return new Uint8Array(this.bytes.subarray(at, at + size));
  }

  /** `size` bytes of UTF-8; what is not valid becomes U+FFFD, a byte order mark is kept. */
  utf8(size: number): string {
    const at = this.#take(size);
    if (size < SHORT_STRING) {
      let text = '';
      let i = at;
      for (; i < at + size; i++) {
        const byte = this.bytes[i]!;
        if (byte > 0x7f) break;
        text += String.fromCharCode(byte);
      }
      if (i === at + size) return text;
    }
    return utf8.decode(this.bytes.subarray(at, at + size));
  }

  /** Everything that is left, as a view. */
  rest(): Uint8Array {
    return this.view(this.remaining);
  }
}
