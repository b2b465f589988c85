import { Console } from 'node:console';
import type { ScriptLogLine } from '../protocol/script-messages.js';
import { LineStream } from './line-stream.js';

/** What would end the thread, or the whole server, or change it for others. Some of these fail in a worker anyway. */
const forbidden = ['exit', 'reallyExit', 'abort', 'kill', '_kill', '_debugProcess', 'chdir'] as const;

/**
 * Makes harmless what a script does to its thread by mistake: what would end the process throws, an error that nobody
 * caught is logged and the thread lives, and what is printed goes to the script's log. It is no wall: whoever wants to
 * harm the server finds another way.
 */
export function guardThread(
  log: (line: ScriptLogLine) => void,
  report: (where: string, error: unknown) => ScriptLogLine,
): void {
  for (const name of forbidden) {
    const original = Reflect.get(process, name) as (this: typeof process, ...args: unknown[]) => never;
    const refuse = (...args: unknown[]): never => {
      // Node itself ends a thread this way after an error that is its last: refused, it would take the process along.
      if ((process as { _exiting?: boolean })._exiting) return original.apply(process, args);
      throw new Error(`process.${name} is not for scripts: the server runs other applications too`);
    };
    Object.defineProperty(process, name, { value: refuse, writable: false, configurable: false });
  }
  process.on('uncaughtException', (error: unknown) => log(report('nobody caught what was thrown', error)));
  process.on('unhandledRejection', (reason: unknown) => log(report('nobody waits for a promise that failed', reason)));
  const stdout = new LineStream((text) => log({ level: 'trace', text }));
  const stderr = new LineStream((text) => log({ level: 'warning', text }));
  Object.defineProperty(process, 'stdout', { value: stdout, configurable: true });
  Object.defineProperty(process, 'stderr', { value: stderr, configurable: true });
  globalThis.console = new Console({ stdout, stderr });
}
