import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';
import { StorageError } from './storage-error.js';

/** Milliseconds to wait for somebody else who changes the file, and after which a lock was left behind. */
const PATIENCE = 5000;
const LOOK_INTERVAL = 20;

/** A file that does not exist, as far as {@link CommonFile.version} is concerned. */
const NO_FILE = 'none';

/** How the text of a file is read and written. */
export interface FileFormat<Content> {
  /** What there is if there is no file. */
  readonly empty: Content;
  /** Throws StorageError if the text is not right. */
  parse(text: string): Content;
  format(content: Content): string;
}

/** What there shall be, and what else came of a change. */
export interface Changed<Content, Result> {
  readonly content: Content;
  readonly result: Result;
}

/** A small file that a running server and commands read and change together, readable by its owner only. */
export class CommonFile<Content> {
  constructor(
    readonly path: string,
    private readonly format: FileFormat<Content>,
  ) {}

  /**
   * What is in the file.
   *
   * @throws StorageError if the file is there and is not right, and system errors
   */
  async read(): Promise<Content> {
    try {
      return this.format.parse(await readFile(this.path, 'utf8'));
    } catch (error) {
      if (isMissing(error)) return this.format.empty;
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
   * Changes the file: nobody else changes it meanwhile, and whoever reads sees what was or what is, also after a crash. A
   * change that throws leaves the file as it was.
   */
  async update<Result>(change: (content: Content) => Changed<Content, Result>): Promise<Result> {
    await mkdir(dirname(this.path), { recursive: true });
    const unlock = await this.#lock();
    try {
      const { content, result } = change(await this.read());
      await writeFileAtomic(this.path, this.format.format(content), { mode: 0o600 });
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
