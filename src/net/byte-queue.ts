/** Bytes that wait, taken in pieces of a bounded size without being copied. */
export class ByteQueue {
  #parts: Uint8Array[] = [];
  #first = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The bytes must not change afterwards. */
  add(parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      if (part.length === 0) continue;
      this.#parts.push(part);
      this.#size += part.length;
    }
  }

  /** Takes the oldest, `most` bytes at most. */
  take(most: number): Uint8Array[] {
    const taken: Uint8Array[] = [];
    let room = most;
    while (room > 0 && this.#first < this.#parts.length) {
      const part = this.#parts[this.#first]!;
      if (part.length > room) {
        taken.push(part.subarray(0, room));
        this.#parts[this.#first] = part.subarray(room);
        room = 0;
      } else {
        taken.push(part);
        this.#first++;
        room -= part.length;
      }
    }
    this.#size -= most - room;
    if (this.#first * 2 > this.#parts.length) {
      this.#parts = this.#parts.slice(this.#first);
      this.#first = 0;
    }
    return taken;
  }

  /** Takes the oldest part as it was added; undefined if nothing waits. */
  next(): Uint8Array | undefined {
    const part = this.#parts[this.#first];
    return part && this.take(part.length)[0];
  }

  clear(): void {
    this.#parts = [];
    this.#first = this.#size = 0;
  }
}
