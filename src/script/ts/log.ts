import { format } from 'node:util';
import type { GuestHost } from '../guest/guest-host.js';
import type { ScriptLogLine } from '../protocol/script-messages.js';

/** The log of the application; values are written as `console.log` writes them. */
export class Log {
  /** Made by the server. */
  constructor(private readonly host: GuestHost) {}

  /** For the author, while the application is being written. */
  trace(...values: unknown[]): void {
    this.#log('trace', values);
  }

  info(...values: unknown[]): void {
    this.#log('info', values);
  }

  warn(...values: unknown[]): void {
    this.#log('warning', values);
  }

  error(...values: unknown[]): void {
    this.#log('error', values);
  }

  #log(level: ScriptLogLine['level'], values: readonly unknown[]): void {
    this.host.log({ level, text: format(...values) });
  }
}
