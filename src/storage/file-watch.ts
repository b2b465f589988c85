import type { Logger } from '../log/logger.js';
import type { Clock, Timer } from '../time/clock.js';
import type { CommonFile } from './common-file.js';

/** Milliseconds between two looks at the file. */
const LOOK_INTERVAL = 500;

/**
 * Keeps what a running server has of a file as it is there. The file is looked at twice a second
 * rather than watched: that works on every file system, network ones included, and misses no rename.
 * A file that is not right is reported, and everything stays as it was.
 */
export class FileWatch<Content> {
  #version = '';
  #timer: Timer | undefined;
  #closed = false;

  constructor(
    /** What is in it, for the log: `keys`, and how many. */
    private readonly what: string,
    private readonly count: (content: Content) => number,
    private readonly file: Pick<CommonFile<Content>, 'read' | 'version'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly changed: (content: Content) => void,
  ) {}

  /** Reads the file and begins to look for changes. Rejects if it cannot be read. */
  async start(): Promise<void> {
    this.#version = await this.file.version();
    this.changed(await this.file.read());
    this.#plan();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  #plan(): void {
    if (this.#closed) return;
    this.#timer = this.clock.after(LOOK_INTERVAL, () => void this.#look().finally(() => this.#plan()));
  }

  async #look(): Promise<void> {
    let version = this.#version;
    try {
      version = await this.file.version();
      if (version === this.#version) return;
      const content = await this.file.read();
      // What was read while somebody changed it may be what was before: it is read again with the next look.
      if ((await this.file.version()) !== version) return;
      this.#version = version;
      this.changed(content);
      this.logger.info(`${this.what} taken over`, { [this.what]: this.count(content) });
    } catch (error) {
      this.#version = version;
      this.logger.error(`the ${this.what} cannot be read, so they stay as they were`, { error });
    }
  }
}
