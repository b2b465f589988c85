import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface RotatingLogOptions {
  /** Bytes of one file; it is left with the line that goes beyond. */
  readonly maxSize: number;
  /** How many files are kept, that which is written included. */
  readonly files: number;
  /** What every file begins with. */
  readonly header: string;
}

/** Bytes that wait to be written; of what comes beyond only the number of lines is kept. */
const MAX_WAITING = 1024 * 1024;

/**
 * A log that does not fill the disk: `x.log` is written, `x.1.log` is what was before, and so on; the oldest is
 * forgotten. Nobody waits for it, and of a disk that does not keep up it is the lines that are lost.
 */
export class RotatingLog {
  #waiting: string[] = [];
  #waitingSize = 0;
  #lost = 0;
  #size: number | undefined;
  #writing: Promise<void> | undefined;

  /**
   * @param path absolute; ends with `.log`
   * @param failed hears why it cannot be written; what was to be written is lost
   */
  constructor(
    private readonly path: string,
    private readonly options: RotatingLogOptions,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Nothing waits to be written. */
  get isIdle(): boolean {
    return this.#writing === undefined;
  }

  /** @param line without the end of the line */
  write(line: string): void {
    if (this.#waitingSize + line.length > MAX_WAITING) {
      this.#lost++;
      return;
    }
    this.#waiting.push(line);
    this.#waitingSize += line.length;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  /** Resolves when all is written, or never will be. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      // What the present turn says is written together.
      await Promise.resolve();
      const text = this.#take();
      try {
        await this.#append(text);
      } catch (error) {
        this.#size = undefined;
        this.failed(error);
      }
    }
  }

  #take(): string {
    const lines = this.#waiting;
    if (this.#lost > 0) lines.push(`# ${this.#lost} lines were lost: they came faster than they can be written`);
    this.#waiting = [];
    this.#waitingSize = 0;
    this.#lost = 0;
    return `${lines.join('\n')}\n`;
  }

  async #append(text: string): Promise<void> {
    this.#size ??= await this.#sizeNow();
    if (this.#size >= this.options.maxSize) {
      await this.#rotate();
      this.#size = 0;
    }
    const whole = this.#size === 0 ? `${this.options.header}\n${text}` : text;
    await appendFile(this.path, whole);
    this.#size += Buffer.byteLength(whole);
  }

  async #sizeNow(): Promise<number> {
    await mkdir(dirname(this.path), { recursive: true });
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  async #rotate(): Promise<void> {
    for (let number = this.options.files - 1; number > 0; number--) {
      const older = number === 1 ? this.path : this.#numbered(number - 1);
      await rename(older, this.#numbered(number)).catch(ignoreAbsent);
    }
  }

  #numbered(number: number): string {
    return this.path.replace(/\.log$/, `.${number}.log`);
  }
}

function ignoreAbsent(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
