import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from './bench-error.js';
import { callLoadProgram, root, seekLoadProgram, sharedObjectLoadProgram, webLoadProgram } from './checkout.js';
import type { Child } from './child.js';
import type { Children } from './children.js';
import type { WebScenario } from './bench-server.js';
import { webScenarios } from './bench-server.js';
import type { LoadResult } from './load-result.js';
import { parseLoadResult } from './load-result.js';

export interface LoadRequest {
  readonly mode: 'play' | 'churn' | 'seek' | 'sharedobject' | 'call' | WebScenario;
  readonly url: string;
  readonly connections: number;
  /** New connections per second. */
  readonly ramp: number;
  /** Seconds between the last connection and the measured window. */
  readonly settle: number;
  /** Seconds of the measured window. */
  readonly seconds: number;
  /** Over how many streams the connections are spread, in place of `%d` in the address. */
  readonly streams?: number;
  /** With `seek`: how long the streams are, in seconds. */
  readonly streamSeconds?: number;
  /** With `sharedobject`: changes per second, `streams` is the number of objects; with `call`: calls, and of instances. */
  readonly rate?: number;
  readonly pids: readonly number[];
}

const SOURCE = join(root, '../shared/tools/rtmpload.c');

/** Seconds that a load client may take beyond its announced time. */
const GRACE = 20;

/** The C program that plays and publishes: a Node.js client would be the limit long before the server is. */
export class LoadClient {
  private constructor(
    readonly program: string,
    private readonly children: Children,
    private readonly core: number | undefined,
  ) {}

  /** Takes `program`, or compiles the source that lies beside the checkout into `folder`. */
  static async find(
    program: string | undefined,
    folder: string,
    children: Children,
    core: number | undefined,
  ): Promise<LoadClient> {
    if (program !== undefined) {
      if (!existsSync(program)) throw new BenchError(`--load-client: there is no ${program}`);
      return new LoadClient(program, children, core);
    }
    if (!existsSync(SOURCE)) {
      throw new BenchError(
        'the load client rtmpload is needed: name the compiled program with --load-client <program>, ' +
          'or put its source at ../shared/tools/rtmpload.c beside the checkout',
      );
    }
    const target = join(folder, 'rtmpload');
    const compiler = children.start({ command: 'cc', args: ['-O2', '-o', target, SOURCE], timeLimit: 60 });
    const end = await compiler.ended;
    if (end !== 'code 0') throw new BenchError(`cc could not compile rtmpload.c (${end}): ${compiler.stderr}`);
    return new LoadClient(target, children, core);
  }

  /** Starts `count` publishers of 1.4 Mbit/s video, 30 fps, and 96 kbit/s audio, and waits until all of them publish. */
  async publish(url: string, count: number, seconds: number): Promise<Child> {
    const ramp = Math.max(200, count);
    const args = ['--publish', '--verbose', '--url', url, '--settle', '0', '--seconds', `${seconds}`];
    const spread = ['--connections', `${count}`, '--streams', `${count}`, '--ramp', `${ramp}`];
    const publisher = this.#start([...args, ...spread], seconds + GRACE);
    await publisher.printed(new RegExp(`running=${count} `), 5 + count / ramp);
    return publisher;
  }

  /** Starts players, seeking or churning clients; `read` gives the measurement when they have ended by themselves. */
  start(request: LoadRequest): Child {
    const { mode, url, connections, ramp, settle, seconds, streams, streamSeconds = 0, rate = 0, pids } = request;
    const args = ['--url', url, '--connections', `${connections}`, '--ramp', `${ramp}`, '--settle', `${settle}`];
    args.push('--seconds', `${seconds}`, '--streams', `${streams ?? 1}`, '--watch-pids', pids.join(','));
    const timeLimit = connections / ramp + settle + seconds + GRACE;
    if (mode === 'seek') {
      const seeking = [seekLoadProgram, ...args, '--stream-seconds', `${streamSeconds}`];
      return this.children.start({ command: process.execPath, args: seeking, timeLimit }, this.core);
    }
    if (isWebScenario(mode)) {
      const viewing = [webLoadProgram, ...args, '--way', mode];
      return this.children.start({ command: process.execPath, args: viewing, timeLimit }, this.core);
    }
    if (mode === 'sharedobject' || mode === 'call') {
      const program = mode === 'call' ? callLoadProgram : sharedObjectLoadProgram;
      const changing = [program, ...args, '--rate', `${rate}`];
      return this.children.start(
        { command: process.execPath, args: changing, timeLimit: timeLimit + GRACE },
        this.core,
      );
    }
    args.push(mode === 'churn' ? '--churn' : '--measure-latency');
    return this.#start(args, timeLimit);
  }

  async read(child: Child): Promise<LoadResult> {
    const end = await child.ended;
    const result = parseLoadResult(child.stdout);
    if (end !== 'code 0' || result === undefined) {
      throw new BenchError(`the load client ended with ${end}: ${child.stderr.slice(-500)}`);
    }
    return result;
  }

  #start(args: readonly string[], timeLimit: number): Child {
    return this.children.start({ command: this.program, args, timeLimit }, this.core);
  }
}

function isWebScenario(mode: LoadRequest['mode']): mode is WebScenario {
  return (webScenarios as readonly string[]).includes(mode);
}
