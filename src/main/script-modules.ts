import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../log/logger.js';
import type { ApplicationBundle } from '../script/host/bundle-application.js';
import { bundleApplication, problemText } from '../script/host/bundle-application.js';

/** What an application was bundled to. */
export interface ScriptModule {
  /** Absolute: the ES module. The same text is always in the same file. */
  readonly path: string;
  /** Absolute: what it was made from. */
  readonly files: readonly string[];
}

/** The bundles of TypeScript applications, each in a file from which the thread of the application loads it. */
export class ScriptModules {
  readonly #folder: string;
  #emptied: Promise<void> | undefined;
  readonly #written = new Map<string, Promise<void>>();

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'cache', 'scripts');
  }

  /**
   * Bundles an application as it is written now. Rejects with an Error that says what is wrong with it, and where.
   *
   * @param folder absolute, of the application
   * @param file absolute: its main.ts
   */
  async bundle(folder: string, file: string, logger: Logger): Promise<ScriptModule> {
    const bundle = await bundleApplication({ folder, file, read: (path) => readFile(path, 'utf8') });
    for (const { text, file: at, line } of bundle.warnings) logger.warn(text, { file: at, line });
    return { path: await this.#write(bundle), files: bundle.files };
  }

  async #write(bundle: ApplicationBundle): Promise<string> {
    const { code } = bundle;
    if (code === undefined) throw new Error(problemText(bundle));
    const path = join(this.#folder, `${createHash('sha256').update(code).digest('hex').slice(0, 32)}.mjs`);
    let writing = this.#written.get(path);
    if (writing === undefined) {
      this.#emptied ??= this.#empty();
      writing = this.#emptied.then(() => writeFile(path, code));
      this.#written.set(path, writing);
      writing.catch(() => this.#written.delete(path));
    }
    await writing;
    return path;
  }

  /** What an earlier run of the server left goes. */
  async #empty(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
  }
}
