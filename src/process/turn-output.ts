interface Output {
  write(text: string): unknown;
}

/**
 * Writes the lines of one turn of the event loop at once: a system call for each would be felt where clients come
 * and go by the thousand. What waits is written before the process ends, too, unless that is killed.
 */
export class TurnOutput {
  #lines: string[] = [];

  constructor(private readonly output: Output) {
    process.once('exit', () => this.#flush());
  }

  write(line: string): void {
    if (this.#lines.push(line) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('');
    this.#lines = [];
    this.output.write(text);
  }
}
