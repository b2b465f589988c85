import { withoutKeys } from '../application/key-text.js';

interface Output {
  write(line: string): unknown;
}

/** Writes whole lines without the stream keys and tokens that somebody may have put in the wrong place. */
export class KeylessOutput {
  constructor(private readonly output: Output) {}

  write(line: string): void {
    this.output.write(withoutKeys(line));
  }
}
