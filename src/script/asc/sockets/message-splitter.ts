import { fromUtf8 } from '../bytes/utf8.js';

/** A message is longer than it may be. */
export class TooLongMessage extends Error {
  override readonly name = 'TooLongMessage';
}

/** Takes bytes as they come, and answers the messages between them that end with a zero byte. */
export class MessageSplitter {
  #parts: Uint8Array[] = [];
  #waiting = 0;

  /** @param max bytes of a message, asked for each time */
  constructor(private readonly max: () => number) {}

  /** Throws TooLongMessage. */
  take(bytes: Uint8Array): string[] {
    const messages: string[] = [];
    let from = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, from)) {
      this.#keep(bytes.subarray(from, end));
      messages.push(this.#message());
      from = end + 1;
    }
    this.#keep(bytes.subarray(from));
    return messages;
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#waiting += part.length;
    if (this.#waiting > this.max()) throw new TooLongMessage(`a message is longer than ${this.max()} bytes`);
    this.#parts.push(part);
  }

  #message(): string {
    const whole = new Uint8Array(this.#waiting);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    this.#waiting = 0;
    return fromUtf8(whole);
  }
}
