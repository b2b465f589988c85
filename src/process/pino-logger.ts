import pino from 'pino';
import pretty from 'pino-pretty';
import type { LogFields, Logger } from '../log/logger.js';

export type LogFormat = 'pretty' | 'json';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A log whose level can be changed while it is in use, for itself and all its children. */
export interface ServerLogger extends Logger {
  setLevel(level: LogLevel): void;
}

/** The server's log on standard output: coloured lines for people, or one JSON object a line. */
export function serverLogger(format: LogFormat, level: LogLevel): ServerLogger {
  const serializers = { error: pino.stdSerializers.err };
  const options = { level: 'debug', base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  const root = format === 'json' ? pino(options, pino.destination({ sync: true })) : pino(options, prettyStream());
  const threshold = { value: pino.levels.values[level] ?? 0 };
  return {
    ...wrap(root, threshold),
    setLevel(next) {
      threshold.value = pino.levels.values[next] ?? 0;
    },
  };
}

function prettyStream(): ReturnType<typeof pretty> {
  return pretty({ sync: true, translateTime: 'SYS:HH:MM:ss.l', ignore: 'pid,hostname', singleLine: true });
}

function wrap(log: pino.Logger, threshold: { value: number }): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if ((pino.levels.values[level] ?? 0) >= threshold.value) log[level](fields, message);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(log.child(fields), threshold),
  };
}
