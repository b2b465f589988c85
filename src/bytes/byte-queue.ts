const NOTHING = new Uint8Array(0);

/** Byte arrays in the order in which they arrived, read from the front without joining them. */
export class ByteQueue {
  /** The piece at the front; what is left of it begins at `offset`. To be read, never to be written. */
  bytes: Uint8Array = NOTHING;
  offset = 0;
  #pieces: Uint8Array[] = [];
  #next = 0;
  #length = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.#length;
  }

  /** Appends `bytes` without copying: they must not change before they are consumed or {@link detach} is called. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    // A plain view: subclasses such as a Node.js buffer give `slice` another meaning.
    const piece = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    if (this.#length === 0) {
      this.bytes = piece;
      this.offset = 0;
    } else {
      this.#pieces.push(piece);
    }
    this.#length += piece.length;
  }

  /**
   * Makes the first `size` bytes lie next to each other in `bytes`, or as many as there are. Answers how
   * many bytes lie next to each other now. Meant for headers: it copies `size` bytes or less per piece.
   */
  gather(size: number): number {
    let contiguous = this.bytes.length - this.offset;
    if (contiguous >= size || contiguous === this.#length) return contiguous;
    const joined = new Uint8Array(Math.min(size, this.#length));
    joined.set(this.bytes.subarray(this.offset));
    while (contiguous < joined.length) {
      const piece = this.#pieces[this.#next]!;
      const part = piece.subarray(0, joined.length - contiguous);
      joined.set(part, contiguous);
      contiguous += part.length;
      if (part.length === piece.length) this.#dropPiece();
      else this.#pieces[this.#next] = piece.subarray(part.length);
    }
    this.bytes = joined;
    this.offset = 0;
    return contiguous;
  }

  /** Consumes `size` bytes, which must lie in `bytes`. */
  skip(size: number): void {
    this.offset += size;
    this.#length -= size;
    if (this.offset === this.bytes.length) this.#advance();
  }

  /** Moves up to `size` bytes into `target` at `at` and answers how many there were. */
  moveTo(target: Uint8Array, at: number, size: number): number {
    const wanted = Math.min(size, this.#length);
    let moved = 0;
    while (moved < wanted) {
      const part = Math.min(wanted - moved, this.bytes.length - this.offset);
      target.set(this.bytes.subarray(this.offset, this.offset + part), at + moved);
      moved += part;
      this.skip(part);
    }
    return moved;
  }

  /** A copy of the first `size` bytes, consumed; `size` must not exceed `length`. */
  take(size: number): Uint8Array {
    if (this.bytes.length - this.offset >= size) {
      const taken = this.bytes.slice(this.offset, this.offset + size);
      this.skip(size);
      return taken;
    }
    const taken = new Uint8Array(size);
    this.moveTo(taken, 0, size);
    return taken;
  }

  /** Copies what is left, so that none of the arrays that were pushed is referred to any longer. */
  detach(): void {
    if (this.#length === 0) return;
    const rest = this.take(this.#length);
    this.bytes = rest;
    this.offset = 0;
    this.#length = rest.length;
  }

  #advance(): void {
    this.offset = 0;
    if (this.#next < this.#pieces.length) {
      this.bytes = this.#pieces[this.#next]!;
      this.#dropPiece();
    } else {
      this.bytes = NOTHING;
    }
  }

  #dropPiece(): void {
    this.#pieces[this.#next++] = NOTHING;
    if (this.#next === this.#pieces.length) {
      this.#pieces = [];
      this.#next = 0;
    }
  }
}
