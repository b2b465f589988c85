import { posix } from 'node:path';
import type { Context } from 'node:vm';
import { constants, createContext, runInContext, Script } from 'node:vm';
import type { AmfValue } from '../../src/amf/value.js';
import type { AscHost, CreateAscGuest, FoundScript } from '../../src/script/guest/asc-host.js';
import type { Guest } from '../../src/script/guest/guest.js';
import { realmSource } from '../../src/script/host/realm-source.js';
import type { Packed, Plain } from '../../src/script/protocol/bytes.js';
import { pack, unpack } from '../../src/script/protocol/pack.js';
import type { ClientRecord } from '../../src/script/protocol/script-events.js';
import type { InstanceSetup, ScriptLogLine } from '../../src/script/protocol/script-messages.js';
import type { ScriptServices } from '../../src/script/protocol/script-services.js';
import { ParsedScripts } from '../../src/script/worker/parsed-scripts.js';

type Operation = (...args: never[]) => unknown;

interface Timer {
  due: number;
  readonly period: number;
  readonly repeats: boolean;
  readonly callback: () => void;
}

export interface AscRunOptions {
  readonly setup?: Partial<Pick<InstanceSetup, 'config' | 'maxTimers' | 'fileFolders'>>;
  /** What the server answers; `undefined` to what is not here. */
  readonly operations?: Readonly<Record<string, Operation>>;
  /** Files, web servers, sockets: as far as the script needs them. */
  readonly services?: Partial<ScriptServices>;
}

export const ascClient: ClientRecord = {
  id: 'oAACAAAA',
  ip: '192.0.2.1',
  port: 49152,
  agent: 'WIN 9,0,45,0',
  pageUrl: 'http://example.com/page',
  referrer: 'http://example.com/a.swf',
  protocol: 'rtmp',
  secure: false,
  uri: 'rtmp://example.com/chat',
  query: '',
  objectEncoding: 0,
  isEncoder: false,
  readAccess: '/',
  writeAccess: '/',
  audioSampleAccess: '',
  videoSampleAccess: '',
  virtualKey: '',
};

const library = realmSource().then((source) => new Script(source, { filename: 'afterglow-library' }));
const scripts = new ParsedScripts();

/** One instance of main.asc in a realm, with a server that notes what it is told; time stands still until {@link pass}. */
export class AscRun {
  /** Operations that were told, asked, or asked now, and log lines, in their order. */
  readonly told: [operation: string, ...args: unknown[]][] = [];
  readonly logged: ScriptLogLine[] = [];
  readonly context: Context = createContext(constants.DONT_CONTEXTIFY);
  readonly #timers = new Set<Timer>();
  #guest: Guest | undefined;
  #now = 1_000_000;

  private constructor(
    private readonly files: Readonly<Record<string, string>>,
    private readonly options: AscRunOptions,
  ) {}

  /** Loads `files['main.asc']`. What could not be loaded is thrown. */
  static async load(files: Readonly<Record<string, string>> | string, options: AscRunOptions = {}): Promise<AscRun> {
    const run = new AscRun(typeof files === 'string' ? { 'main.asc': files } : files, options);
    const create = (await library).runInContext(run.context) as CreateAscGuest;
    run.#guest = create(run.#host(), {
      key: 'chat/_definst_',
      path: 'chat/_definst_',
      application: 'chat',
      instance: '_definst_',
      virtualHost: '_defaultVHost_',
      hostname: 'media.example.com',
      server: 'Afterglow/1',
      folder: '/srv/apps/chat',
      file: '/srv/apps/chat/main.asc',
      language: 'asc',
      config: {},
      libraries: ['/srv/scriptlib'],
      fileFolders: {},
      maxTime: 5000,
      maxTimers: 10,
      allowedAddresses: [],
      ...options.setup,
    });
    return run;
  }

  get guest(): Guest {
    return this.#guest!;
  }

  /** The texts that were traced. */
  get traced(): string[] {
    return this.logged.filter(({ level }) => level === 'trace').map(({ text }) => text);
  }

  /** Runs code of a test in the realm. */
  evaluate(code: string): unknown {
    return runInContext(code, this.context);
  }

  /** The answer of an event, or what it failed with; undefined while it is not answered. */
  event(event: string, ...args: Plain[]): { error?: string; value?: unknown } | undefined {
    const answer: { now?: { error?: string; value?: unknown } } = {};
    this.guest.event(event, args, (error, value) => {
      answer.now = error === undefined ? { value } : { error };
    });
    return answer.now;
  }

  start(): { error?: string; value?: unknown } | undefined {
    return this.event('start');
  }

  /** The answer holds whatever came of it, now or later. */
  connect(id: string, ...args: AmfValue[]): { answer?: unknown; error?: string } {
    const answer: { answer?: unknown; error?: string } = {};
    this.guest.event('connect', [{ ...ascClient, id }, pack(...args)], (error, value) => {
      if (error !== undefined) answer.error = error;
      else Object.assign(answer, value);
    });
    return answer;
  }

  /** What became of a call, with the value that a client would get. */
  call(id: string, method: string, ...args: AmfValue[]): unknown {
    const { value, error } = this.event('call', id, method, pack(...args)) ?? {};
    if (error !== undefined) throw new Error(error);
    const answer = value as { answer: string; value?: Packed; description?: string } | undefined;
    return answer?.answer === 'result' ? unpack(answer.value!)[0] : (answer?.description ?? answer?.answer);
  }

  /** What was told of an operation, each time. */
  of(operation: string): unknown[][] {
    return this.told.filter(([name]) => name === operation).map(([, ...args]) => args);
  }

  /** Time goes on; timers that are due are called. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = [...this.#timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#now = next.due;
      if (next.repeats) next.due += Math.max(next.period, 10);
      else this.#timers.delete(next);
      next.callback();
    }
    this.#now = end;
  }

  #host(): AscHost {
    const operation = (name: string, args: readonly unknown[]): unknown => {
      this.told.push([name, ...args]);
      return this.options.operations?.[name]?.(...(args as never[]));
    };
    const host = {
      tell: (name: string, ...args: unknown[]) => void operation(name, args),
      now: (name: string, ...args: unknown[]) => operation(name, args),
      ask: (name: string, args: unknown[], settled: (error: string | undefined, answer?: unknown) => void) => {
        const timer: Timer = { due: this.#now, period: 0, repeats: false, callback: () => undefined };
        let failed: string | undefined;
        let answer: unknown;
        try {
          answer = operation(name, args);
        } catch (error) {
          failed = (error as Error).message;
        }
        this.#timers.add({ ...timer, callback: () => settled(failed, answer) });
      },
      log: (line: ScriptLogLine) => void this.logged.push({ ...line }),
      date: () => this.#now,
      timer: (period: number, repeats: boolean, callback: () => void) => {
        const timer: Timer = { due: this.#now + period, period, repeats, callback };
        this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
      services: this.options.services ?? {},
      readScript: (name: string, from: string | undefined) => this.#find(name, from),
      runScript: (text: string, file: string) => {
        const script = scripts.parse(text, file);
        if (!(script instanceof Script)) return script;
        script.runInContext(this.context, { displayErrors: false });
        return undefined;
      },
    };
    return host as unknown as AscHost;
  }

  #find(name: string, from: string | undefined): FoundScript | undefined {
    for (const file of [posix.join(posix.dirname(from ?? ''), name), name, `/srv/scriptlib/${name}`]) {
      const text = this.files[file];
      if (text !== undefined) return { file, text };
    }
    return undefined;
  }
}
