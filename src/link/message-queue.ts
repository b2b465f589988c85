interface QueuedMessage {
  readonly parts: readonly Uint8Array[];
  size: number;
  /** Where the rest of it begins: which part, and where in it. */
  part: number;
  offset: number;
}

/** Messages that wait to be sent, taken in pieces of a bounded size without being copied. */
export class MessageQueue {
  #messages: QueuedMessage[] = [];
  #first = 0;
  #size = 0;

  /** Bytes that wait. */
  get size(): number {
    return this.#size;
  }

  /** A message may be empty and is one nevertheless. */
  get hasMessage(): boolean {
    return this.#first < this.#messages.length;
  }

  /** Bytes of the message that was added last. */
  get newest(): number {
    return this.#messages.at(-1)?.size ?? 0;
  }

  add(parts: readonly Uint8Array[]): void {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    this.#messages.push({ parts, size, part: 0, offset: 0 });
    this.#size += size;
  }

  /** Takes the next of the oldest message, `most` bytes at most; to be asked only if there is one. */
  take(most: number): { readonly parts: Uint8Array[]; readonly size: number; readonly isLast: boolean } {
    const message = this.#messages[this.#first]!;
    const size = Math.min(most, message.size);
    const parts: Uint8Array[] = [];
    let room = size;
    while (room > 0) {
      const part = message.parts[message.part]!;
      const piece = part.subarray(message.offset, message.offset + room);
      if (piece.length > 0) parts.push(piece);
      room -= piece.length;
      message.offset += piece.length;
      if (message.offset === part.length) {
        message.part++;
        message.offset = 0;
      }
    }
    message.size -= size;
    this.#size -= size;
    const isLast = message.size === 0;
    if (isLast) this.#drop();
    return { parts, size, isLast };
  }

  clear(): void {
    this.#messages = [];
    this.#first = this.#size = 0;
  }

  #drop(): void {
    this.#first++;
    if (this.#first * 2 <= this.#messages.length) return;
    this.#messages = this.#messages.slice(this.#first);
    this.#first = 0;
  }
}
