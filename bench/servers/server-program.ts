import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../bench-error.js';
import type { RunningServer, ServerSetting } from '../bench-server.js';
import { accepts, freePort } from '../free-port.js';

export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Milliseconds for a server to listen. */
const START_LIMIT = 15_000;

/** Starts a server on a free loopback port; its output goes to a file, which nobody reads while it is measured. */
export async function startServerProgram(
  { children, folder, core, timeLimit }: ServerSetting,
  program: (port: number) => ServerProgram,
): Promise<RunningServer> {
  const port = await freePort();
  const logFile = join(folder, 'output.log');
  const child = children.start({ ...program(port), timeLimit, logFile }, core);
  const start = performance.now();
  const giveUp = (): boolean => child.end !== undefined || performance.now() - start > START_LIMIT;
  if (!(await accepts(port, giveUp)) || child.end !== undefined) {
    await child.stop();
    throw new BenchError(
      `${child.settings.args.join(' ')}: ${child.end}: ${readFileSync(logFile, 'utf8').slice(-500)}`,
    );
  }
  return { address: `rtmp://127.0.0.1:${port}/live`, pids: [child.pid], stop: () => child.stop() };
}
