import type { LogFields, Logger } from '../log/logger.js';
import type { LoggedLine } from '../logging/script-log-files.js';

/** A log whose lines are written into that of the script as well. What it says for information is what scripts say. */
export class ScriptLogger implements Logger {
  constructor(
    private readonly logger: Logger,
    private readonly write: (line: LoggedLine) => void,
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.logger.debug(message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.logger.info(message, fields);
    this.#write('trace', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.logger.warn(message, fields);
    this.#write('warning', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.logger.error(message, fields);
    this.#write('error', message, fields);
  }

  child(fields: LogFields): Logger {
    return new ScriptLogger(this.logger.child(fields), this.write);
  }

  #write(level: LoggedLine['level'], message: string, { file, line, error }: LogFields = {}): void {
    const text = error instanceof Error ? `${message}: ${error.message}` : message;
    this.write({
      ...{ level, text },
      ...(typeof file === 'string' && { file }),
      ...(typeof line === 'number' && { line }),
    });
  }
}
