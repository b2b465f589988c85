import { open } from 'node:fs/promises';
import type { Logger } from '../log/logger.js';
import type { Clock, Timer } from '../time/clock.js';

/** Milliseconds between two looks. */
const INTERVAL = 2000;
/** The process, or the machine, may have no more files open. */
const FULL: readonly string[] = ['EMFILE', 'ENFILE'];

/** Opens a file that is there, and closes it. */
async function openSomething(): Promise<void> {
  const file = await open(process.execPath);
  await file.close();
}

/**
 * Says when no more files may be open, and when they may again. Nobody else does: who connects then is turned away by the
 * system, and the server hears nothing of it.
 */
export class FileLimitWatch {
  #timer: Timer | undefined;
  #isFull = false;
  #isClosed = false;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly tryToOpen: () => Promise<void> = openSomething,
  ) {}

  start(): void {
    this.#timer = this.clock.after(INTERVAL, () => void this.#look());
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  async #look(): Promise<void> {
    const code = await this.tryToOpen().then(
      () => undefined,
      (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : undefined),
    );
    if (this.#isClosed) return;
    this.#tell(code !== undefined && FULL.includes(code), code);
    this.start();
  }

  #tell(isFull: boolean, code: string | undefined): void {
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    if (!isFull) return this.logger.info('files can be opened again, and connections are accepted');
    const advice =
      code === 'EMFILE'
        ? 'let the server have more open files: ulimit -n, or LimitNOFILE of its service'
        : 'the machine has too many open files: raise fs.file-max, or find the program that has them';
    this.logger.error('no more files can be opened: who connects is turned away, and recordings cannot begin', {
      code,
      advice,
    });
  }
}
