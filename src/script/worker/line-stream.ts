import { Writable } from 'node:stream';

/** Longest line that is waited for. */
const MAX_LINE = 64 * 1024;

/** Takes text as programs print it, and tells it line by line. */
export class LineStream extends Writable {
  #rest = '';

  constructor(private readonly told: (line: string) => void) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MAX_LINE) {
      lines.push(this.#rest);
      this.#rest = '';
    }
    for (const line of lines) this.told(line);
    done();
  }
}
