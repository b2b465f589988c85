/** How far ahead other servers may send what a stream of a script plays from them. Who plays now hears of a change. */
export class RemoteBuffer {
  #milliseconds: number | undefined;
  readonly #followers = new Set<(milliseconds: number) => void>();

  /** Undefined: as usual. */
  get milliseconds(): number | undefined {
    return this.#milliseconds;
  }

  /** @param seconds as `Stream.setBufferTime` has it */
  set(seconds: number): void {
    const milliseconds = Math.round(Math.max(seconds, 0) * 1000);
    this.#milliseconds = milliseconds;
    for (const changed of this.#followers) changed(milliseconds);
  }

  /** Answers what ends it. */
  follow(changed: (milliseconds: number) => void): () => void {
    this.#followers.add(changed);
    return () => void this.#followers.delete(changed);
  }
}
