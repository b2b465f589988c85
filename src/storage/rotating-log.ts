import { appendFile, mkdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface RotatingLogOptions {
  /** Bytes of one file; it is left with the line that goes beyond. */
  readonly maxSize: number;
  /** How many files are kept, that which is written included. */
  readonly files: number;
  /** What every file begins with; empty for nothing. */
  readonly header: () => string;
  /** When a file that was begun then is left (both in milliseconds since 1970). Default: never. */
  readonly leftAfter?: (begun: number) => number;
  /** Bytes that may wait to be written; of what comes beyond only the number of lines is kept. Default 1 MiB. */
  readonly maxWaiting?: number;
}

const MAX_WAITING = 1024 * 1024;

/** A line, or the header for the lines that follow. */
type Waiting = string | { readonly header: string };

/**
 * A log that does not fill the disk: `x.log` is written, `x.1.log` is what was before, and so on; the oldest is
 * forgotten. Nobody waits for it, and of a disk that does not keep up it is the lines that are lost.
 */
export class RotatingLog {
  #waiting: Waiting[] = [];
  #waitingSize = 0;
  #lost = 0;
  /** Of the lines that are written now, while others have another one. */
  #header: string | undefined;
  #size: number | undefined;
  /** When the file was begun, or last written by who was before. */
  #begun = 0;
  #writing: Promise<void> | undefined;

  /**
   * @param path absolute; ends with `.log`
   * @param options as they are now
   * @param date milliseconds since 1970
   * @param failed hears why it cannot be written; what was to be written is lost
   */
  constructor(
    private readonly path: string,
    private readonly options: () => RotatingLogOptions,
    private readonly date: () => number,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Nothing waits to be written. */
  get isIdle(): boolean {
    return this.#writing === undefined;
  }

  /** @param line without the end of the line */
  write(line: string): void {
    if (this.#waitingSize + line.length > (this.options().maxWaiting ?? MAX_WAITING)) {
      this.#lost++;
      return;
    }
    this.#waitingSize += line.length;
    this.#push(line);
  }

  /** The header is written here once more, as it is now: lines of another kind follow. */
  announce(): void {
    this.#push({ header: this.options().header() });
  }

  /** Resolves when all is written, or never will be. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #push(item: Waiting): void {
    this.#waiting.push(item);
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      // What the present turn says is written together.
      await Promise.resolve();
      const items = this.#take();
      try {
        await this.#append(items);
      } catch (error) {
        this.#size = undefined;
        this.failed(error);
      }
    }
  }

  #take(): Waiting[] {
    const items = this.#waiting;
    if (this.#lost > 0) items.push(`# ${this.#lost} lines were lost: they came faster than they can be written`);
    this.#waiting = [];
    this.#waitingSize = 0;
    this.#lost = 0;
    return items;
  }

  async #append(items: Waiting[]): Promise<void> {
    const { maxSize, leftAfter } = this.options();
    this.#size ??= await this.#sizeNow();
    const isOld = this.#size > 0 && leftAfter !== undefined && this.date() >= leftAfter(this.#begun);
    if (this.#size >= maxSize || isOld) {
      await this.#rotate();
      this.#size = 0;
    }
    if (this.#size === 0) {
      this.#begun = this.date();
      if (typeof items[0] === 'string') items.unshift({ header: this.#headerFor(items) });
    }
    const lines = items.map((item) => (typeof item === 'string' ? item : (this.#header = item.header)));
    const written = lines.filter((line) => line !== '');
    if (written.length === 0) return;
    const text = `${written.join('\n')}\n`;
    await appendFile(this.path, text);
    this.#size += Buffer.byteLength(text);
  }

  /** The header that belongs to the first of these lines, which need not be that of the last. */
  #headerFor(items: readonly Waiting[]): string {
    const changes = [...items, ...this.#waiting].some((item) => typeof item !== 'string');
    return changes && this.#header !== undefined ? this.#header : this.options().header();
  }

  async #sizeNow(): Promise<number> {
    await mkdir(dirname(this.path), { recursive: true });
    const found = await stat(this.path).catch(() => undefined);
    this.#begun = found?.mtimeMs ?? this.date();
    return found?.size ?? 0;
  }

  async #rotate(): Promise<void> {
    for (let number = this.options().files - 1; number > 0; number--) {
      const older = number === 1 ? this.path : this.#numbered(number - 1);
      await rename(older, this.#numbered(number)).catch(ignoreAbsent);
    }
    await this.#forgetBeyond();
    // Of one file alone nothing is kept.
    if (this.options().files === 1) await rm(this.path, { force: true });
  }

  /** What is left of a time when more files were kept. */
  async #forgetBeyond(): Promise<void> {
    const isGone = (number: number): Promise<boolean> =>
      unlink(this.#numbered(number)).then(
        () => true,
        (error: unknown) => (ignoreAbsent(error), false),
      );
    for (let number = Math.max(1, this.options().files); await isGone(number);) number++;
  }

  #numbered(number: number): string {
    return this.path.replace(/\.log$/, `.${number}.log`);
  }
}

function ignoreAbsent(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
