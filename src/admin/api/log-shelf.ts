import { withoutKeys } from '../../application/key-text.js';
import type { LogFields, Logger } from '../../log/logger.js';
import type { Clock } from '../../time/clock.js';
import type { LogLine, LogPage } from './schema/logs.js';
import { LEVELS } from './schema/logs.js';

type Level = LogLine['level'];

/** Lines that are kept. */
const MAX_LINES = 5000;
/** Lines that are looked at for one answer. */
const MAX_SEARCHED = MAX_LINES;

interface Kept {
  readonly id: number;
  readonly at: number;
  readonly level: Level;
  readonly message: string;
  readonly fields: LogFields;
}

export interface LogQuestion {
  readonly level: Level;
  readonly search?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The newest lines of the server's log, to be searched. */
export class LogShelf {
  #lines: Kept[] = [];
  #next = 1;
  readonly #listeners = new Set<(line: () => LogLine, level: Level) => void>();

  /** @param level the least important lines that are kept now */
  constructor(
    private readonly clock: Clock,
    public level: Level,
  ) {}

  /** A log that keeps its lines here and passes them on. */
  around(logger: Logger): Logger {
    return new ShelvedLogger(this, logger, {});
  }

  /** Hears of every line from now on; what it is, is worked out if it is wanted. @returns ends that */
  listen(listener: (line: () => LogLine, level: Level) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  put(level: Level, message: string, fields: LogFields): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.level)) return;
    const kept: Kept = { id: this.#next++, at: this.clock.date(), level, message, fields };
    this.#lines.push(kept);
    // By halves: to shift an array of thousands for each line would be felt.
    if (this.#lines.length >= 2 * MAX_LINES) this.#lines = this.#lines.slice(-MAX_LINES);
    for (const listener of this.#listeners) listener(() => shown(kept), level);
  }

  /** The newest first. */
  page({ level, search = '', since = -Infinity, until = Infinity, limit, cursor }: LogQuestion): LogPage {
    const [wanted, least] = [search.toLowerCase(), LEVELS.indexOf(level)];
    const before = cursor === undefined ? Infinity : Number(cursor);
    const lines = this.#lines.slice(-MAX_SEARCHED);
    const items: LogLine[] = [];
    for (let at = lines.length - 1; at >= 0; at--) {
      const kept = lines[at]!;
      if (kept.id >= before || LEVELS.indexOf(kept.level) < least || kept.at > until) continue;
      if (kept.at < since) break;
      const line = shown(kept);
      if (wanted !== '' && !textOf(line).includes(wanted)) continue;
      if (items.length === limit) return { items, next: String(items.at(-1)!.id), ...oldest(lines) };
      items.push(line);
    }
    return { items, ...oldest(lines) };
  }
}

class ShelvedLogger implements Logger {
  constructor(
    private readonly shelf: LogShelf,
    private readonly logger: Logger,
    private readonly bindings: LogFields,
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.logger.debug(message, fields);
    this.#keep('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.logger.info(message, fields);
    this.#keep('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.logger.warn(message, fields);
    this.#keep('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.logger.error(message, fields);
    this.#keep('error', message, fields);
  }

  child(fields: LogFields): Logger {
    return new ShelvedLogger(this.shelf, this.logger.child(fields), { ...this.bindings, ...fields });
  }

  #keep(level: Level, message: string, fields: LogFields | undefined): void {
    this.shelf.put(level, message, fields === undefined ? this.bindings : { ...this.bindings, ...fields });
  }
}

function shown({ id, at, level, message, fields }: Kept): LogLine {
  const keyless = JSON.parse(withoutKeys(JSON.stringify(fields, plain))) as LogLine['fields'];
  return { id, at, level, message: withoutKeys(message), fields: keyless };
}

/** What JSON would lose of an error. */
function plain(_name: string, value: unknown): unknown {
  if (value instanceof Error) return { type: value.name, message: value.message, stack: value.stack };
  if (value instanceof Map || value instanceof Set) return [...value];
  return typeof value === 'bigint' ? String(value) : value;
}

function textOf({ message, fields }: LogLine): string {
  return `${message} ${JSON.stringify(fields)}`.toLowerCase();
}

function oldest([first]: readonly Kept[]): { oldest?: number } {
  return first === undefined ? {} : { oldest: first.at };
}
