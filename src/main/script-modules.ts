import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../log/logger.js';
import type { ApplicationBundle } from '../script/host/bundle-application.js';
import { bundleApplication, problemText } from '../script/host/bundle-application.js';

/** What an application was bundled to. */
export interface ScriptModule {
  /** Absolute: the ES module. The same text is always in the same file. */
  readonly path: string;
  /** Absolute: what it was made from, or of a newer text with mistakes what was read of it. */
  readonly files: readonly string[];
}

interface Known {
  /** The newest without a mistake; undefined if there was none. */
  readonly module: ScriptModule | undefined;
  /** Why the newest is not used; undefined if it is. */
  readonly problem: string | undefined;
  readonly files: readonly string[];
  readonly fingerprint: string;
}

/** The bundles of TypeScript applications, each in a file from which the thread of the application loads it. */
export class ScriptModules {
  readonly #folder: string;
  #emptied: Promise<void> | undefined;
  readonly #written = new Map<string, Promise<void>>();
  readonly #known = new Map<string, Known>();
  readonly #running = new Map<string, Promise<Known>>();

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'cache', 'scripts');
  }

  /**
   * Bundles an application as it is written now. One with mistakes goes on as it was before, if it ran before, and the log
   * says so. Rejects with an Error that says what is wrong with it, and where.
   *
   * @param folder absolute, of the application
   * @param file absolute: its main.ts
   */
  async bundle(folder: string, file: string, logger: Logger): Promise<ScriptModule> {
    let running = this.#running.get(file);
    if (running === undefined) {
      running = this.#bundle(folder, file, logger).finally(() => this.#running.delete(file));
      this.#running.set(file, running);
    }
    const { module, problem, files } = await running;
    if (module === undefined) throw new Error(problem);
    return { ...module, files };
  }

  /** What the newest bundle of a file was made from, mistakes or not. */
  filesOf(file: string): readonly string[] {
    return this.#known.get(file)?.files ?? [file];
  }

  async #bundle(folder: string, file: string, logger: Logger): Promise<Known> {
    const known = this.#known.get(file);
    if (known !== undefined) {
      const present = await fingerprintOf(known.files);
      if (present === known.fingerprint) return known;
    }
    const bundle = await bundleApplication({ folder, file, read: (path) => readFile(path, 'utf8') });
    for (const { text, file: at, line } of bundle.warnings) logger.warn(text, { file: at, line });
    const { files } = bundle;
    const fingerprint = await fingerprintOf(files);
    const made: Known =
      bundle.code === undefined
        ? { module: known?.module, problem: problemText(bundle), files, fingerprint }
        : { module: await this.#write(bundle, bundle.code), problem: undefined, files, fingerprint };
    this.#known.set(file, made);
    if (made.problem !== undefined && made.module !== undefined) {
      logger.error(`the application has mistakes, so that it goes on as it was before: ${made.problem}`);
    }
    return made;
  }

  async #write({ files }: ApplicationBundle, code: string): Promise<ScriptModule> {
    const path = join(this.#folder, `${createHash('sha256').update(code).digest('hex').slice(0, 32)}.mjs`);
    let writing = this.#written.get(path);
    if (writing === undefined) {
      this.#emptied ??= this.#empty();
      writing = this.#emptied.then(() => writeFile(path, code));
      this.#written.set(path, writing);
      writing.catch(() => this.#written.delete(path));
    }
    await writing;
    return { path, files };
  }

  /** What an earlier run of the server left goes. */
  async #empty(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
  }
}

/** Differs if one of the files was written since. */
async function fingerprintOf(files: readonly string[]): Promise<string> {
  const facts = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file, { bigint: true }).catch(() => undefined);
      return `${file} ${found?.mtimeNs} ${found?.size} ${found?.ino}`;
    }),
  );
  return facts.sort().join('\n');
}
