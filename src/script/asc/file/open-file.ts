import type { ScriptFileMode } from '../../../storage/script-files.js';
import type { ScriptFileService } from '../../protocol/script-services.js';
import { fromLatin1, fromUtf8, toLatin1, toUtf8 } from '../bytes/utf8.js';

export type FileType = 'text' | 'binary' | 'utf8';

/** Bytes that are read at a time. */
const CHUNK = 64 * 1024;
/** Bytes of one line. */
const MAX_LINE = 4 * 1024 * 1024;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** A file that a script has opened: where it is in it, and what was read ahead. Throws an Error of what cannot be done. */
export class OpenFile {
  #position: number;
  #start = 0;
  #ahead = new Uint8Array(0);

  constructor(
    private readonly files: ScriptFileService,
    private readonly number: number,
    readonly type: FileType,
    readonly mode: ScriptFileMode,
    private readonly path: string,
  ) {
    this.#position = mode === 'append' ? this.size : 0;
  }

  get position(): number {
    return this.#position;
  }

  set position(position: number) {
    this.#position = Math.max(0, Math.trunc(position) || 0);
  }

  get size(): number {
    return this.files.size(this.number) ?? 0;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.size;
  }

  /** So many bytes, or as many as there are. */
  readBytes(count: number): Uint8Array {
    const bytes = this.files.read(this.number, this.#position, Math.max(0, count));
    if (bytes === undefined) throw new Error(`${this.path}: ${count} bytes are not read at once; read them in parts`);
    this.#position += bytes.length;
    return new Uint8Array(bytes);
  }

  /** So many characters, or as many as there are. */
  readText(count: number): string {
    if (this.type === 'binary') return fromLatin1(this.readBytes(count));
    let length = 0;
    for (let left = count; left > 0; left--) {
      const first = this.#byte(length);
      if (first === undefined) break;
      // What continues a character is not its start.
      do length++;
      while (((this.#byte(length) ?? 0) & 0xc0) === 0x80 && first >= 0xc0);
    }
    return this.#take(length);
  }

  /** Without its end; undefined if there is none. */
  readLine(): string | undefined {
    let length = 0;
    for (;;) {
      const byte = this.#byte(length);
      if (byte === undefined && length === 0) return undefined;
      if (byte === undefined || byte === LINE_FEED) break;
      if (++length > MAX_LINE) throw new Error(`${this.path}: a line is longer than ${MAX_LINE} bytes`);
    }
    const hasReturn = length > 0 && this.#byte(length - 1) === RETURN;
    const line = this.#take(hasReturn ? length - 1 : length);
    this.#position += (hasReturn ? 1 : 0) + (this.isAtEnd ? 0 : 1);
    return line;
  }

  /** False if the system refuses it. */
  write(content: string | Uint8Array): boolean {
    const bytes = typeof content !== 'string' ? content : this.type === 'binary' ? toLatin1(content) : toUtf8(content);
    const position = this.mode === 'append' ? this.size : this.#position;
    const next = this.files.write(this.number, position, bytes);
    this.#ahead = new Uint8Array(0);
    if (next !== undefined) this.#position = next;
    return next !== undefined;
  }

  flush(): boolean {
    return this.files.flush(this.number);
  }

  close(): boolean {
    return this.files.close(this.number);
  }

  /** A byte from the position on, without moving it. */
  #byte(offset: number): number | undefined {
    const at = this.#position + offset;
    if (at < this.#start || at >= this.#start + this.#ahead.length) {
      this.#ahead = new Uint8Array(this.files.read(this.number, at, CHUNK) ?? []);
      this.#start = at;
    }
    return this.#ahead[at - this.#start];
  }

  #take(length: number): string {
    const bytes = this.readBytes(length);
    return this.type === 'binary' ? fromLatin1(bytes) : fromUtf8(bytes);
  }
}
