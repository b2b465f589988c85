import type { LogFields, Logger } from '../log/logger.js';
import { RotatingLog } from '../storage/rotating-log.js';
import type { Clock } from '../time/clock.js';
import { escapeField } from './escape-field.js';
import { jsonLine } from './json-line.js';
import type { LogFileOptions } from './log-options.js';
import { rotating } from './log-options.js';
import { logTime } from './log-time.js';

export type DiagnosticLevel = 'debug' | 'info' | 'warn' | 'error';

/** What of the server's log is also written to a file. */
export interface DiagnosticLogOptions extends LogFileOptions {
  readonly enable: boolean;
  /** The least important lines that are written. */
  readonly level: DiagnosticLevel;
}

const LEVELS: readonly DiagnosticLevel[] = ['debug', 'info', 'warn', 'error'];
const LETTER: Readonly<Record<DiagnosticLevel, string>> = { debug: 'd', info: 'i', warn: 'w', error: 'e' };
const HEADER = '#Fields: date\ttime\tx-pid\tx-status\tx-ctx\tx-comment';

/** The category of FMS that a line belongs to, by the field that says what it is about. */
const CATEGORIES: readonly (readonly [field: string, category: number])[] = [
  ['user', 267],
  ['script', 264],
  ['object', 268],
  ['stream', 261],
  ['path', 260],
  ['file', 260],
  ['application', 265],
  ['app', 265],
  ['address', 259],
];
const SERVER = 258;

/** The diagnostic log of the server, `core.log`: the lines of its log in the format of FMS, one line each. */
export class DiagnosticLog {
  readonly #log: RotatingLog;

  /**
   * @param path absolute; ends with `.log`
   * @param options as they are now
   * @param failed hears why it cannot be written
   */
  constructor(
    path: string,
    private readonly options: () => DiagnosticLogOptions,
    private readonly clock: Clock,
    failed: (error: unknown) => void,
  ) {
    this.#log = new RotatingLog(
      path,
      () => rotating(options(), () => HEADER),
      () => clock.date(),
      failed,
    );
  }

  write(level: DiagnosticLevel, message: string, fields: LogFields): void {
    const { enable, format, time: zone, level: least } = this.options();
    if (!enable || LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    const plain = Object.entries(fields).map(([name, value]) => [name, plainValue(value)] as const);
    if (format === 'json') {
      const head = { time: new Date(this.clock.date()).toISOString(), level };
      return this.#log.write(jsonLine([...Object.entries(head), ...plain, ['message', message]]));
    }
    const { date, time } = logTime(this.clock.date(), zone === 'utc');
    const status = `(${LETTER[level]})${categoryOf(fields)}${numberOf(message)}`;
    const comment = plain.map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    const texts = [message, comment.join('; ')].map(readable);
    this.#log.write([date, time, process.pid, status, ...texts].join('\t'));
  }

  /** Resolves when all is written. */
  async flush(): Promise<void> {
    await this.#log.flush();
  }
}

/** A logger that says everything to `logger`, and to `log` too. */
export class DiagnosticLogger implements Logger {
  constructor(
    private readonly logger: Logger,
    private readonly log: DiagnosticLog,
    private readonly bindings: LogFields = {},
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.logger.debug(message, fields);
    this.log.write('debug', message, { ...this.bindings, ...fields });
  }

  info(message: string, fields?: LogFields): void {
    this.logger.info(message, fields);
    this.log.write('info', message, { ...this.bindings, ...fields });
  }

  warn(message: string, fields?: LogFields): void {
    this.logger.warn(message, fields);
    this.log.write('warn', message, { ...this.bindings, ...fields });
  }

  error(message: string, fields?: LogFields): void {
    this.logger.error(message, fields);
    this.log.write('error', message, { ...this.bindings, ...fields });
  }

  child(fields: LogFields): Logger {
    return new DiagnosticLogger(this.logger.child(fields), this.log, { ...this.bindings, ...fields });
  }
}

function categoryOf(fields: LogFields): number {
  return CATEGORIES.find(([field]) => field in fields)?.[1] ?? SERVER;
}

/** Four digits that are the same for the same message, wherever and whenever it is written. */
function numberOf(message: string): number {
  let hash = 0;
  for (let at = 0; at < message.length; at++) hash = (hash * 31 + message.charCodeAt(at)) >>> 0;
  return 1000 + (hash % 9000);
}

/** Blanks are what makes a sentence; everything else is as in any field. */
function readable(text: string): string {
  return text === ''
    ? '-'
    : text
        .split(' ')
        .map((word) => (word === '' ? '' : escapeField(word)))
        .join(' ');
}

function plainValue(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const code = (value as NodeJS.ErrnoException).code;
  return code === undefined ? `${value.name}: ${value.message}` : `${value.name} ${code}: ${value.message}`;
}
