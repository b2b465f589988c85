import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';

/** Milliseconds in which the same trouble is reported once, however many files it is the trouble of. */
const INTERVAL = 60_000;

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk',
  EDQUOT: 'make room in the quota of the user that the server runs as',
  EACCES: 'let the user that the server runs as write to the folder',
  EPERM: 'let the user that the server runs as write to the folder',
  EROFS: 'the disk can only be read: make it writable, or set sharedObjManager.storageDir to another',
  ENOTDIR: 'a file is where a folder is to be: move it away',
  EMFILE: 'let the server have more open files (ulimit -n)',
  ENFILE: 'the machine has too many open files',
  EIO: 'the disk may be failing',
};

/** Reports that files cannot be written, and that they can again, without filling the log. */
export class WriteComplaints {
  readonly #failing = new Set<string>();
  readonly #reported = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  failed(path: string, error: unknown): void {
    this.#failing.add(path);
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const now = this.clock.now();
    if (now - (this.#reported.get(code) ?? -Infinity) < INTERVAL) return;
    this.#reported.set(code, now);
    const advice = ADVICE[code];
    this.logger.error('a shared object cannot be written; it is kept in memory and tried again', {
      path,
      failing: this.#failing.size,
      ...(advice === undefined ? {} : { advice }),
      error,
    });
  }

  /** The file has been written, or nobody wants it to be any more. */
  settled(path: string): void {
    if (!this.#failing.delete(path) || this.#failing.size > 0) return;
    this.#reported.clear();
    this.logger.info('all shared objects are written again');
  }
}
