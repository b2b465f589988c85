import { silentLogger } from '../../src/log/logger.js';
import { systemClock } from '../../src/net/system-clock.js';
import type { OperationHandlers } from '../../src/script/host/operation-handlers.js';
import { ScriptThread } from '../../src/script/host/script-thread.js';
import type { ScriptThreadOptions } from '../../src/script/host/script-thread.js';
import type { InstanceSetup, ScriptLogLine } from '../../src/script/protocol/script-messages.js';
import { scriptWorker } from './script-worker.js';

const setup: InstanceSetup = {
  key: 'chat/_definst_#1',
  path: 'chat/_definst_',
  application: 'chat',
  instance: '_definst_',
  virtualHost: '_defaultVHost_',
  hostname: 'localhost',
  server: 'Afterglow',
  folder: '/nowhere',
  file: '/nowhere/main.js',
  language: 'module',
  config: {},
  libraries: [],
  fileFolders: {},
  maxTime: 1000,
  maxTimers: 100,
  allowedAddresses: [],
};

const MEMORY = 64e6;

/** A thread of a script, real, with one instance. */
export class ScriptThreadRun {
  readonly lines: ScriptLogLine[] = [];
  readonly reasons: string[] = [];
  #logged: () => void = () => undefined;
  #ended: () => void = () => undefined;

  private constructor(
    readonly thread: ScriptThread,
    readonly setup: InstanceSetup,
  ) {}

  /** @param entry of the thread, relative to the repository */
  static async start(
    entry: string,
    given: {
      readonly options?: Partial<ScriptThreadOptions>;
      readonly setup?: Partial<InstanceSetup>;
      readonly operations?: OperationHandlers;
    } = {},
  ): Promise<ScriptThreadRun> {
    const whole = { ...setup, ...given.setup };
    const options = { application: 'chat', memory: MEMORY, maxTime: whole.maxTime, ...given.options };
    const url = scriptWorker(entry);
    const log = (line: ScriptLogLine): void => run.#log(line);
    const thread = new ScriptThread({ ...options, entry: url }, systemClock, silentLogger, log);
    const run = new ScriptThreadRun(thread, whole);
    thread.start();
    try {
      const ended = (reason: string): void => {
        run.reasons.push(reason);
        run.#ended();
      };
      await thread.load(whole, { operations: given.operations ?? {}, log, ended });
    } catch (error) {
      await thread.close();
      throw error;
    }
    return run;
  }

  /** Has the instance do something. */
  call(method: string, args: Uint8Array = new Uint8Array()): Promise<unknown> {
    return this.thread.ask(this.setup.key, 'call', 'client', method, args);
  }

  /** Resolves with the first line that says that. */
  async line(text: string): Promise<ScriptLogLine> {
    for (;;) {
      const line = this.lines.find((other) => other.text.includes(text));
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => (this.#logged = resolve));
    }
  }

  /** Resolves when the thread has come to an end, with the reason. */
  async ended(): Promise<string> {
    if (this.reasons.length === 0) await new Promise<void>((resolve) => (this.#ended = resolve));
    return this.reasons[0]!;
  }

  #log(line: ScriptLogLine): void {
    this.lines.push(line);
    this.#logged();
  }
}
