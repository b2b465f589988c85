import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';
import type { AccessKey } from '../application/access-key.js';
import { formatKeys, parseKeys } from './key-records.js';
import { StorageError } from './storage-error.js';

/** Milliseconds to wait for somebody else who changes the file, and after which a lock was left behind. */
const PATIENCE = 5000;
const LOOK_INTERVAL = 20;

/** A file that does not exist, as far as {@link KeyFile.version} is concerned. */
const NO_FILE = 'none';

/** `<data>/keys`: the keys of the server, readable by its owner only. */
export class KeyFile {
  readonly path: string;

  /** @param dataDir the folder that holds what the server keeps */
  constructor(dataDir: string) {
    this.path = join(dataDir, 'keys');
  }

  /**
   * The keys, none if there is no file.
   *
   * @throws StorageError if the file is there and is not right, and system errors
   */
  async read(): Promise<AccessKey[]> {
    try {
      return parseKeys(await readFile(this.path, 'utf8'));
    } catch (error) {
      if (isMissing(error)) return [];
      if (error instanceof StorageError) throw new StorageError(`${this.path}: ${error.message}`);
      throw error;
    }
  }

  /** What changes when the file does. */
  async version(): Promise<string> {
    try {
      const { ino, size, mtimeMs } = await stat(this.path);
      return `${ino} ${size} ${mtimeMs}`;
    } catch (error) {
      if (isMissing(error)) return NO_FILE;
      throw error;
    }
  }

  async exists(): Promise<boolean> {
    return (await this.version()) !== NO_FILE;
  }

  /**
   * Changes the keys: nobody else changes them meanwhile, and whoever reads sees the old or the new
   * ones, also after a crash. A change that throws leaves the file as it was.
   */
  async change<Result>(change: (keys: readonly AccessKey[]) => Changed<Result>): Promise<Result> {
    await mkdir(dirname(this.path), { recursive: true });
    const unlock = await this.#lock();
    try {
      const { keys, result } = change(await this.read());
      await writeFileAtomic(this.path, formatKeys(keys), { mode: 0o600 });
      return result;
    } finally {
      await unlock();
    }
  }

  async #lock(): Promise<() => Promise<void>> {
    const lock = `${this.path}.lock`;
    for (;;) {
      try {
        await (await open(lock, 'wx', 0o600)).close();
        return () => rm(lock, { force: true });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
        await waitFor(lock);
      }
    }
  }
}

/** The keys there shall be, and what else came of a change. */
export interface Changed<Result> {
  readonly keys: readonly AccessKey[];
  readonly result: Result;
}

/** Waits until a lock may be gone; one that its owner left behind is taken away. */
async function waitFor(lock: string): Promise<void> {
  const since = await stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  if (since !== undefined && Date.now() - since > PATIENCE) await rm(lock, { force: true });
  else await delay(LOOK_INTERVAL);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
