import pino from 'pino';
import type { LogFields, Logger } from '../log/logger.js';
import { KeylessOutput } from './keyless-output.js';
import { TurnOutput } from './turn-output.js';

export type LogFormat = 'pretty' | 'json';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A log whose level can be changed while it is in use, for itself and all its children. */
export interface ServerLogger extends Logger {
  setLevel(level: LogLevel): void;
}

/** The server's log on standard output: coloured lines for people, or one JSON object a line. */
export async function serverLogger(format: LogFormat, level: LogLevel): Promise<ServerLogger> {
  const options = {
    level: 'debug',
    base: null,
    timestamp: isoTime,
    serializers: { error: pino.stdSerializers.err },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const output = format === 'json' ? new TurnOutput(pino.destination({ sync: true })) : await prettyStream();
  const root = pino(options, new KeylessOutput(output));
  return new RootLogger(root, {}, { value: severity(level) });
}

/** Loaded where it is wanted only, as it takes some megabytes. */
async function prettyStream(): Promise<pino.DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({ sync: true, translateTime: 'SYS:HH:MM:ss.l', ignore: 'pid,hostname', singleLine: true });
}

function severity(level: LogLevel): number {
  return pino.levels.values[level] ?? 0;
}

let isoTimeAt = NaN;
let isoTimeText = '';

/** The member `time` of a line; a busy server writes several in one millisecond. */
function isoTime(): string {
  const now = Date.now();
  if (now !== isoTimeAt) {
    isoTimeAt = now;
    isoTimeText = `,"time":"${new Date(now).toISOString()}"`;
  }
  return isoTimeText;
}

/** One pino for all: to make a child for each connection would be felt where clients come and go by the thousand. */
class PinoLogger implements Logger {
  constructor(
    private readonly pino: pino.Logger,
    private readonly bindings: LogFields,
    protected readonly threshold: { value: number },
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write('error', message, fields);
  }

  child(fields: LogFields): Logger {
    return new PinoLogger(this.pino, { ...this.bindings, ...fields }, this.threshold);
  }

  #write(level: LogLevel, message: string, fields?: LogFields): void {
    if (severity(level) >= this.threshold.value) this.pino[level]({ ...this.bindings, ...fields }, message);
  }
}

class RootLogger extends PinoLogger implements ServerLogger {
  setLevel(level: LogLevel): void {
    this.threshold.value = severity(level);
  }
}
