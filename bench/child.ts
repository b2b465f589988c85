import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { BenchError } from './bench-error.js';

export interface ChildSettings {
  readonly command: string;
  readonly args: readonly string[];
  /** Seconds after which it is killed, whatever it does. */
  readonly timeLimit: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Receives both outputs. Without it they are kept in memory, and this process wakes up for each line. */
  readonly logFile?: string;
}

/** Seconds between asking a process to end and killing it. */
const PATIENCE = 5;

/** A process that the benchmark started. It cannot outlive its time limit. */
export class Child {
  /** Resolves with a word about how it ended: `code 0`, `SIGTERM`. Never rejects. */
  readonly ended: Promise<string>;
  stdout = '';
  stderr = '';
  readonly #process: ChildProcess;
  readonly #watchers = new Set<() => void>();
  #end: string | undefined;

  constructor(readonly settings: ChildSettings) {
    const { command, args, env, cwd, logFile, timeLimit } = settings;
    const log = logFile === undefined ? undefined : openSync(logFile, 'w');
    const output = log ?? 'pipe';
    const child = spawn(command, args, { stdio: ['ignore', output, output], env: env ?? process.env, cwd });
    if (log !== undefined) closeSync(log);
    this.#process = child;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        this[name] += text;
        this.#tellWatchers();
      });
    }
    const limit = setTimeout(() => child.kill('SIGKILL'), timeLimit * 1000);
    let failure: string | undefined;
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => (failure = error.message));
      child.once('close', (code, signal) => {
        clearTimeout(limit);
        this.#end = failure ?? signal ?? `code ${code}`;
        this.#tellWatchers();
        resolve(this.#end);
      });
    });
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new BenchError(`${this.settings.command} could not be started`);
    return this.#process.pid;
  }

  /** How it ended, or undefined while it runs. */
  get end(): string | undefined {
    return this.#end;
  }

  /** Resolves when what it wrote so far matches; rejects when it ends first, or after `seconds`. */
  async printed(pattern: RegExp, seconds: number): Promise<void> {
    const start = performance.now();
    for (;;) {
      if (pattern.test(this.stdout) || pattern.test(this.stderr)) return;
      const left = seconds * 1000 - (performance.now() - start);
      if (this.#end !== undefined || left <= 0) {
        throw new BenchError(`${this.settings.command}: ${this.#end ?? 'too slow'}: ${this.stderr.slice(-500)}`);
      }
      await this.#outputOrEnd(left);
    }
  }

  /** Asks it to end, kills it if it does not, and resolves when it is gone. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#end !== undefined) return;
    this.#process.kill(signal);
    const late = setTimeout(() => this.#process.kill('SIGKILL'), PATIENCE * 1000);
    await this.ended;
    clearTimeout(late);
  }

  kill(): void {
    if (this.#end === undefined) this.#process.kill('SIGKILL');
  }

  #outputOrEnd(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.#watchers.add(done);
    });
  }

  #tellWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
