import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';

const LEVELS = ['NONE', 'BRIEF', 'VERBOSE', 'DEBUG'] as const;

/** Makes `Log` global: what web services say of what they do. A script may hear it by `onLog`. */
export function defineLog(runtime: AscRuntime): void {
  class Log {
    level: number;
    name: string;

    /** @param level a number, or its name; default BRIEF */
    constructor(level?: unknown, name?: unknown) {
      const named = LEVELS.findIndex((known) => known === level);
      this.level = named >= 0 ? named : level === undefined ? 1 : Number(level);
      this.name = name === undefined ? '' : asText(name);
    }

    logInfo(message?: unknown, level?: unknown): void {
      const needed = level === undefined ? 1 : Number(level);
      if (needed > this.level) return;
      const from = this.name === '' ? '' : `${this.name}: `;
      runtime.handle(this, 'onLog', `${from}${asText(message)}`);
    }

    logDebug(message?: unknown): void {
      this.logInfo(message, 3);
    }

    onLog(message?: unknown): void {
      runtime.host.log({ level: 'trace', text: asText(message) });
    }
  }
  runtime.defineClass('Log', Log, Object.fromEntries(LEVELS.map((name, level) => [name, level])));
}
