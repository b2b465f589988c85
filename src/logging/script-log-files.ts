import { join } from 'node:path';
import { withoutKeys } from '../application/key-text.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import { RotatingLog } from '../storage/rotating-log.js';
import { jsonLine } from './json-line.js';
import type { LogFileOptions } from './log-options.js';
import { rotating } from './log-options.js';
import { logTime } from './log-time.js';

/** What the log of a script says; see `ScriptLogLine`. */
export interface LoggedLine {
  readonly level: 'trace' | 'info' | 'warning' | 'error';
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

/** Logs that are remembered; there may be more if all of them are being written. */
const MAX_LOGS = 1000;
/** Milliseconds in which trouble with the disk is reported once. */
const COMPLAIN_AGAIN = 60_000;
const HEADER = '#Fields: date\ttime\tx-pid\tx-status\tx-ctx\tx-comment';
/** As FMS marks them: a letter, and 264 for JavaScript with the number of the message. */
const STATUS = {
  trace: '(s)2641173',
  info: '(i)2641173',
  warning: '(w)2641174',
  error: '(e)2641175',
} as const;

/** The logs of scripts, a file `<application>/<instance>.log` for each instance, in the format of FMS's application logs. */
export class ScriptLogFiles {
  readonly #logs = new Map<string, RotatingLog>();
  #complainedAt = -Infinity;

  constructor(
    /** Absolute. */
    private readonly folder: string,
    private readonly options: () => LogFileOptions & { readonly enable: boolean },
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * @param names of the application and its instance, `chat`, `_definst_`; of the application where no instance is known
   * @param line more than one line of text is more than one in the file
   */
  write(names: readonly string[], { level, text, file, line }: LoggedLine): void {
    const { enable, format, time: zone } = this.options();
    if (!enable) return;
    const log = this.#logOf(names);
    if (format === 'json') {
      const told = Object.entries({ level, text, file, line });
      return log.write(jsonLine([['time', new Date(this.clock.date()).toISOString()], ...told]));
    }
    const { date, time } = logTime(this.clock.date(), zone === 'utc');
    const start = `${date}\t${time}\t${process.pid}\t${STATUS[level]}`;
    const place = file === undefined ? '' : line === undefined ? `${file}: ` : `${file}: line ${line}: `;
    for (const part of withoutKeys(`${place}${text}`).split(/\r\n|\r|\n/)) log.write(`${start}\t${printable(part)}\t-`);
  }

  /** Resolves when all is written. */
  async flush(): Promise<void> {
    await Promise.all([...this.#logs.values()].map((log) => log.flush()));
  }

  /** One that has nothing to write is forgotten, and made again when it is wanted. */
  #logOf(names: readonly string[]): RotatingLog {
    const path = `${join(this.folder, ...names.map((name) => name.replaceAll('/', '%2F')))}.log`;
    let log = this.#logs.get(path);
    if (log === undefined) {
      log = new RotatingLog(
        path,
        () => rotating(this.options(), () => HEADER),
        () => this.clock.date(),
        (error) => this.#complain(error),
      );
      if (this.#logs.size >= MAX_LOGS) this.#forget();
      this.#logs.set(path, log);
    }
    return log;
  }

  #forget(): void {
    for (const [path, log] of this.#logs) if (log.isIdle) this.#logs.delete(path);
  }

  #complain(error: unknown): void {
    const now = this.clock.now();
    if (now - this.#complainedAt < COMPLAIN_AGAIN) return;
    this.#complainedAt = now;
    this.logger.error('the log of a script cannot be written; lines are lost', { folder: this.folder, error });
  }
}

/** Tabs divide the fields, and nothing may move the cursor of a terminal, end a line elsewhere or turn it around. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, ' ');
}
