import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { Program } from './program.js';
import type { ProgramResult } from './program.js';
import { newFolder } from './run-folder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = join(root, 'dist/main/cli.js');

/**
 * Runs the command as a user would, with nothing of the test's environment deciding for it. Its data goes to
 * `data`, and listeners that a test does not ask for take free ports.
 */
export function afterglow(args: readonly string[], data: string, timeout = 20_000): Program {
  const foreign = Object.entries(process.env).filter(([name]) => !name.startsWith('AFTERGLOW_'));
  const own = { AFTERGLOW_DATA: data, AFTERGLOW_HTTP: '127.0.0.1:0', AFTERGLOW_ADMIN: '127.0.0.1:0' };
  return new Program(process.execPath, [entry, ...args], {
    timeout,
    env: { ...Object.fromEntries(foreign), ...own },
    cwd: root,
  });
}

/** One line of the server's structured log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** The real server, started as its own process on a free port. */
export class ServerProcess {
  private constructor(
    readonly program: Program,
    readonly port: number,
    /** Where it keeps its data. */
    readonly data: string,
  ) {}

  /** Resolves when the server says that it listens. It is killed after `lifetime` milliseconds. */
  static async start(
    options: readonly string[] = [],
    lifetime = 170_000,
    data = newFolder('data'),
  ): Promise<ServerProcess> {
    const args = ['serve', '--listen', '127.0.0.1:0', '--log-format', 'json', ...options];
    const program = afterglow(args, data, lifetime);
    const [line] = await program.printed(/^\{.*"event":"ready".*\}$/m);
    const { listen } = JSON.parse(line) as { listen: string };
    return new ServerProcess(program, Number(listen.slice(listen.lastIndexOf(':') + 1)), data);
  }

  url(name: string, application = 'live'): string {
    return `rtmp://127.0.0.1:${this.port}/${application}/${name}`;
  }

  /** What the server has logged so far, on either output. */
  log(): LogLine[] {
    // The last of each is none yet.
    return [this.program.stdout, this.program.stderr]
      .flatMap((output) => output.split('\n').slice(0, -1))
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
  }

  /** Bytes of memory that the process holds at present. */
  async residentBytes(): Promise<number> {
    const status = await readFile(`/proc/${this.program.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** Asks the server to stop and expects that it does so in good order. */
  async stop(): Promise<ProgramResult> {
    this.program.kill('SIGTERM');
    const result = await this.program.ended;
    expect({ code: result.code, timedOut: result.timedOut }, result.stderr).toEqual({ code: 0, timedOut: false });
    return result;
  }
}
