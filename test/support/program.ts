import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** How a program ended, and everything it printed. */
export interface ProgramResult {
  /** The exit code, or undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** True when it had to be killed because its time was over. */
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Milliseconds after which the program is killed, whatever it does. */
  readonly timeout: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** A foreign program that runs beside the test; it cannot outlive its timeout. */
export class Program {
  /** Resolves when the program has ended and its output is complete; never rejects. */
  readonly ended: Promise<ProgramResult>;
  readonly #child: ChildProcess;
  readonly #output: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
  readonly #watchers = new Set<() => void>();
  #over = false;

  constructor(
    readonly command: string,
    args: readonly string[],
    options: ProgramOptions,
  ) {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.env ?? process.env,
      cwd: options.cwd,
    });
    this.#child = child;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeout);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        this.#output[name] += text;
        this.#tellWatchers();
      });
    }
    child.once('error', (error) => (this.#output.stderr += error.message));
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        this.#over = true;
        this.#tellWatchers();
        resolve({ code: code ?? undefined, signal: signal ?? undefined, timedOut, ...this.#output });
      });
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.command} was not started`);
    return this.#child.pid;
  }

  get stdout(): string {
    return this.#output.stdout;
  }

  get stderr(): string {
    return this.#output.stderr;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves like `ended`, which must come within `milliseconds`; kills the program and rejects otherwise. */
  async endsWithin(milliseconds: number): Promise<ProgramResult> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.kill('SIGKILL');
    }, milliseconds);
    const result = await this.ended;
    clearTimeout(timer);
    if (late) throw new Error(`${this.command} was still running after ${milliseconds} ms:\n${tail(result.stderr)}`);
    return result;
  }

  /** Resolves with the match when the output so far contains `pattern`; rejects when the program ends without it. */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(this.#output.stdout) ?? pattern.exec(this.#output.stderr);
        if (match === null && !this.#over) return;
        this.#watchers.delete(look);
        if (match !== null) resolve(match);
        else
          reject(
            new Error(`${this.command} ended without ${pattern.source}:\n${tail(this.stdout)}\n${tail(this.stderr)}`),
          );
      };
      this.#watchers.add(look);
      look();
    });
  }

  #tellWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** The last lines of an output: an error message is at the end of it. */
function tail(output: string): string {
  return output.trimEnd().split('\n').slice(-15).join('\n');
}

/** Runs a program to its end. */
export function runProgram(command: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  return new Program(command, args, options).ended;
}

/** Runs a program that must succeed and answers its standard output; throws with what it said otherwise. */
export async function outputOf(command: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { code, timedOut, stdout, stderr } = await runProgram(command, args, options);
  if (code === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')} ${timedOut ? 'did not end in time' : `ended with ${code}`}:\n${stderr}`,
  );
}
