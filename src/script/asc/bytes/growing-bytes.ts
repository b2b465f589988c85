/** Bytes of one ByteArray. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** Throws the error of ActionScript for reading past the end. */
export function endOfFile(): never {
  throw new Error('Error #2030: End of file was encountered.');
}

/** The bytes of a ByteArray, and where it is in them. Whatever is read past the end throws {@link endOfFile}. */
export class GrowingBytes {
  #bytes = new Uint8Array(64);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  position = 0;
  isLittleEndian = false;

  get length(): number {
    return this.#length;
  }

  /** Cut, or filled with zeros. */
  set length(length: number) {
    this.#reserve(length);
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    this.#length = length;
    this.position = Math.min(this.position, length);
  }

  get available(): number {
    return Math.max(0, this.#length - this.position);
  }

  /** All of them; it is good until the next change. */
  get content(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** In place of what was there, from its start. */
  set content(bytes: Uint8Array) {
    this.#length = 0;
    this.position = 0;
    this.write(bytes);
    this.position = 0;
  }

  at(index: number): number | undefined {
    return index < this.#length ? this.#bytes[index] : undefined;
  }

  put(index: number, byte: number): void {
    if (index >= this.#length) this.length = index + 1;
    this.#bytes[index] = byte;
  }

  /** A view of the next bytes; it is good until the next change. */
  read(length: number): Uint8Array {
    const from = this.#move(length);
    return this.#bytes.subarray(from, from + length);
  }

  write(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#room(bytes.length));
  }

  /** `get` of a DataView: offset and order of bytes. */
  number(size: number, get: (view: DataView, at: number, isLittleEndian: boolean) => number): number {
    return get(this.#view, this.#move(size), this.isLittleEndian);
  }

  setNumber(size: number, set: (view: DataView, at: number, isLittleEndian: boolean) => void): void {
    const at = this.#room(size);
    set(this.#view, at, this.isLittleEndian);
  }

  #move(length: number): number {
    if (!(length >= 0 && length <= this.available)) endOfFile();
    this.position += length;
    return this.position - length;
  }

  #room(length: number): number {
    const from = this.position;
    this.#reserve(from + length);
    this.#length = Math.max(this.#length, from + length);
    this.position = from + length;
    return from;
  }

  #reserve(length: number): void {
    if (!(length >= 0 && length <= MAX_LENGTH)) throw new RangeError(`a ByteArray holds ${MAX_LENGTH} bytes at most`);
    if (length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.min(MAX_LENGTH, Math.max(length, 2 * this.#bytes.length)));
    larger.set(this.content);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
