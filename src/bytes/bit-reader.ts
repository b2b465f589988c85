import { EndOfBytesError } from './byte-reader.js';

/**
 * Reads bit fields, most significant bit first, and cannot read past the end: every method throws
 * {@link EndOfBytesError} instead.
 */
export class BitReader {
  #position = 0;
  readonly #end: number;

  constructor(readonly bytes: Uint8Array) {
    this.#end = bytes.length * 8;
  }

  /** In bits, from the start. */
  get position(): number {
    return this.#position;
  }

  /** In bits. */
  get remaining(): number {
    return this.#end - this.#position;
  }

  skip(count: number): void {
    if (count > this.remaining) throw new EndOfBytesError(this.#position >> 3, (count + 7) >> 3, this.remaining >> 3);
    this.#position += count;
  }

  flag(): boolean {
    return this.bits(1) === 1;
  }

  /** An unsigned number of at most 32 bits. */
  bits(count: number): number {
    let at = this.#position;
    this.skip(count);
    let value = 0;
    let left = count;
    while (left > 0) {
      const available = 8 - (at & 7);
      const taken = Math.min(available, left);
      const part = (this.bytes[at >> 3]! >> (available - taken)) & ((1 << taken) - 1);
      value = value * 2 ** taken + part;
      at += taken;
      left -= taken;
    }
    return value;
  }

  /** To the next byte boundary. */
  align(): void {
    this.#position = Math.min((this.#position + 7) & ~7, this.#end);
  }
}
