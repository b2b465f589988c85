import type { AccessKey } from '../application/access-key.js';
import type { Logger } from '../log/logger.js';
import type { Clock, Timer } from '../time/clock.js';
import type { KeyFile } from './key-file.js';

/** Milliseconds between two looks at the file. */
const LOOK_INTERVAL = 500;

/**
 * Keeps the keys of a running server as they are in the file. The file is looked at twice a second
 * rather than watched: that works on every file system, network ones included, and misses no rename.
 * A file that is not right is reported, and the keys stay as they were.
 */
export class KeyWatch {
  #version = '';
  #timer: Timer | undefined;
  #closed = false;

  constructor(
    private readonly file: KeyFile,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly changed: (keys: readonly AccessKey[]) => void,
  ) {}

  /** Reads the keys and begins to look for changes. Rejects if they cannot be read. */
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
    try {
      const version = await this.file.version();
      if (version === this.#version) return;
      this.#version = version;
      const keys = await this.file.read();
      this.changed(keys);
      this.logger.info('keys taken over', { keys: keys.length });
    } catch (error) {
      this.logger.error('the keys cannot be read, so they stay as they were', { error });
    }
  }
}
