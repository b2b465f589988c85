import { createHash } from 'node:crypto';
import { access, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `<data>/recording/`: a small file for each recording that is being written, so that the next start finds what a
 * crash interrupted without looking through all recordings.
 */
export class RecordingJournal {
  readonly #folder: string;

  /** @param dataDir the folder that holds what the server keeps */
  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'recording');
  }

  /** @param durable also the loss of power must not lose it */
  async enter(path: string, durable: boolean): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const entry = await open(this.#entry(path), 'w', 0o600);
    try {
      await entry.writeFile(path);
      if (durable) await entry.sync();
    } finally {
      await entry.close();
    }
  }

  async leave(path: string): Promise<void> {
    await rm(this.#entry(path), { force: true });
  }

  /** Whether that file is being written by a server, or was when it died. */
  async has(path: string): Promise<boolean> {
    return access(this.#entry(path)).then(
      () => true,
      () => false,
    );
  }

  /** The files that were being written when the process before ended. */
  async left(): Promise<string[]> {
    const entries = await readdir(this.#folder).catch(() => []);
    const paths = await Promise.all(entries.map((entry) => readFile(join(this.#folder, entry), 'utf8')));
    return paths.filter((path) => path !== '');
  }

  #entry(path: string): string {
    return join(this.#folder, createHash('sha256').update(path).digest('hex').slice(0, 32));
  }
}
