import { open, readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ArchiveQuestion, LogArchive } from '../admin/api/log-archive.js';
import type { LogFile, LogFilePage } from '../admin/api/schema/index.js';
import type { PlacedLine } from '../storage/read-backward.js';
import { readBackward } from '../storage/read-backward.js';
import { lineMoment } from '../logging/line-moment.js';

/** Bytes that are looked at for one answer, of however many files. */
const MAX_SEARCHED = 16 * 1024 * 1024;
/** Characters of a line that are shown. */
const MAX_SHOWN = 4000;
/** Logs that are listed. */
const MAX_LOGS = 1000;
/** Files of one log that are looked for. */
const MAX_FILES = 10_000;

interface LogFilePart {
  readonly path: string;
  /** The same however the file is called meanwhile. */
  readonly id: string;
  readonly size: number;
}

/** The folder of the logs, to be searched from the newest line on; at a bounded cost, whatever is in it. */
export class LogFolder implements LogArchive {
  /**
   * @param folder absolute
   * @param isUtc what date and time of a log are of
   */
  constructor(
    private readonly folder: string,
    private readonly isUtc: (log: string) => boolean,
  ) {}

  async list(): Promise<LogFile[]> {
    const found = await readdir(this.folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const logs = found
      .filter((entry) => entry.isFile() && entry.name.endsWith('.log') && !/\.\d+\.log$/.test(entry.name))
      .slice(0, MAX_LOGS)
      .map(({ parentPath, name }) => join(parentPath, name).slice(this.folder.length + 1, -'.log'.length));
    return Promise.all(
      logs.sort().map(async (path) => {
        const files = await this.#files(path);
        const bytes = files.reduce((sum, { size }) => sum + size, 0);
        return { log: path.split(sep).join('/'), files: files.length, bytes };
      }),
    );
  }

  /** Undefined if there is no such log. */
  async search(question: ArchiveQuestion): Promise<LogFilePage | undefined> {
    const { log, cursor } = question;
    if (!(await this.list()).some((kept) => kept.log === log)) return undefined;
    const [id, offset] = cursor?.split('-') ?? [];
    const files = await this.#files(log);
    // What was forgotten meanwhile was the oldest: there is nothing further back.
    const first = id === undefined ? 0 : files.findIndex((file) => file.id === id);
    const search = new Search(question, this.isUtc(log));
    for (const [index, file] of first < 0 ? [] : files.slice(first).entries()) {
      const end = index === 0 && offset !== undefined ? Math.min(Number(offset), file.size) : file.size;
      if (await search.through(file, end)) break;
    }
    return search.found;
  }

  /** The newest first. */
  async #files(log: string): Promise<LogFilePart[]> {
    const files: LogFilePart[] = [];
    for (let number = 0; number < MAX_FILES; number++) {
      const path = join(this.folder, `${log}${number === 0 ? '' : `.${number}`}.log`);
      const facts = await stat(path).catch(() => undefined);
      if (facts === undefined) break;
      files.push({ path, id: String(facts.ino), size: facts.size });
    }
    return files;
  }
}

class Search {
  readonly #items: { at?: number; text: string }[] = [];
  readonly #wanted: string;
  #searched = 0;
  #reached: number | undefined;
  #next: string | undefined;

  constructor(
    private readonly question: ArchiveQuestion,
    private readonly isUtc: boolean,
  ) {
    this.#wanted = question.search.toLowerCase();
  }

  get found(): LogFilePage {
    return {
      ...{ items: this.#items, searched: this.#searched },
      ...(this.#reached === undefined ? {} : { reached: this.#reached }),
      ...(this.#next === undefined ? {} : { next: this.#next }),
    };
  }

  /** @returns whether it ends here */
  async through({ path, id }: LogFilePart, end: number): Promise<boolean> {
    const file = await open(path).catch(() => undefined);
    if (file === undefined) return false;
    try {
      let at = end;
      for await (const { lines, read } of readBackward(file, end)) {
        this.#searched += read;
        for (const line of lines) {
          if (this.#take(line)) {
            this.#next ??= this.#isOver ? undefined : `${id}-${line.offset}`;
            return true;
          }
          at = line.offset;
        }
        if (this.#searched >= MAX_SEARCHED) {
          this.#next = `${id}-${at}`;
          return true;
        }
      }
    } finally {
      await file.close();
    }
    return false;
  }

  /** Every line that is left is older than what is asked for. */
  get #isOver(): boolean {
    const { since = -Infinity } = this.question;
    return this.#reached !== undefined && this.#reached < since;
  }

  /** @returns whether that was the last one that is wanted */
  #take({ text }: PlacedLine): boolean {
    if (text.startsWith('#')) return false;
    const { until = Infinity, limit } = this.question;
    const at = lineMoment(text, this.isUtc);
    this.#reached = at ?? this.#reached;
    if (this.#isOver) return true;
    if ((at ?? -Infinity) > until || !text.toLowerCase().includes(this.#wanted)) return false;
    this.#items.push({ ...(at === undefined ? {} : { at }), text: text.slice(0, MAX_SHOWN) });
    return this.#items.length >= limit;
  }
}
