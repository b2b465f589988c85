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
  replaceOutput('stdout', stdout);
  replaceOutput('stderr', stderr);
  globalThis.console = new Console({ stdout, stderr });
}

/**
 * What was printed before is still on its way: Node.js tells whatever stands at that place that more is wanted, by methods
 * that only its own streams have.
 */
function replaceOutput(name: 'stdout' | 'stderr', stream: LineStream): void {
  const original = process[name];
  for (const symbol of Object.getOwnPropertySymbols(Object.getPrototypeOf(original))) {
    const method: unknown = Reflect.get(original, symbol);
    if (typeof method === 'function' && !(symbol in stream)) Reflect.set(stream, symbol, method.bind(original));
  }
  Object.defineProperty(process, name, { value: stream, configurable: true });
}
