const STATES = 256;

/**
 * One direction of RC4, which RTMPE is encrypted with. Here in plain code because no library has it any more: OpenSSL 3
 * and Web Crypto refuse it, as it has been broken. It keeps nothing secret from who means to know.
 */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: STATES }, (_, i) => i);
  #i = 0;
  #j = 0;

  /** @param key 1 to 256 bytes */
  constructor(key: Uint8Array) {
    const state = this.#state;
    for (let i = 0, j = 0; i < STATES; i++) {
      const value = state[i]!;
      j = (j + value + key[i % key.length]!) & 0xff;
      state[i] = state[j]!;
      state[j] = value;
    }
  }

  /** Encrypts or decrypts the next bytes into a new array; those given may be shared with others. */
  apply(bytes: Uint8Array): Uint8Array {
    const state = this.#state;
    const result = new Uint8Array(bytes.length);
    let [i, j] = [this.#i, this.#j];
    for (let at = 0; at < bytes.length; at++) {
      i = (i + 1) & 0xff;
      const a = state[i]!;
      j = (j + a) & 0xff;
      const b = state[j]!;
      state[i] = b;
      state[j] = a;
      result[at] = bytes[at]! ^ state[(a + b) & 0xff]!;
    }
    this.#i = i;
    this.#j = j;
    return result;
  }

  /** Leaves out `count` bytes of the key stream. */
  skip(count: number): void {
    this.apply(new Uint8Array(count));
  }
}
