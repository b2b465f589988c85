import { Session } from 'node:inspector';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface BusyPlace {
  /** Absolute, or as the script was named when it was parsed; of its source, if it has a map to that. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What is seen of a busy thread. */
export interface ThreadLook {
  /** Where it is; undefined if it is in none of the script's files. */
  readonly place: BusyPlace | undefined;
  /** Bytes of memory that it uses, in its heap and in buffers. */
  readonly memory: number;
}

interface Parsed {
  readonly url: string;
  readonly sourceMapURL?: string;
}

/** A call that goes on, the innermost first; `line` from 1. */
interface Frame {
  readonly file?: unknown;
  readonly line?: unknown;
}

/** What the thread says, of itself or in answer to what was sent with `id`. */
interface Said {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** What {@link LOOK} comes to. */
interface Seen {
  readonly memory: number;
  /** Something else if the script does not let itself be looked at. */
  readonly frames: unknown;
}

/** What stands last in a line is of that line; what stands first may be of the one before. */
const LAST_COLUMN = 10_000;

const INLINE_MAP = /^data:application\/json;(?:charset=[\w-]+;)?base64,/;

/** Milliseconds after which a thread is left alone that does not answer. */
const PATIENCE = 5000;

/** Evaluated in the middle of what the thread does, so that the calls that go on are beneath it. */
const LOOK = `(() => {
  const { heapUsed, external } = process.memoryUsage();
  const { prepareStackTrace, stackTraceLimit } = Error;
  Reflect.set(Error, 'stackTraceLimit', 100);
  Reflect.set(Error, 'prepareStackTrace', (_, calls) =>
    calls.map((call) => ({ file: call.getScriptNameOrSourceURL(), line: call.getLineNumber() })));
  const frames = new Error().stack;
  Reflect.set(Error, 'prepareStackTrace', prepareStackTrace);
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  return { memory: heapUsed + external, frames };
})()`;

/**
 * Looks where a busy thread of this process is now, and what memory it has. The files of the server and of Node are passed
 * over. It is not stopped as by a debugger: V8 may end the process when it describes the variables of where it has stopped.
 * Undefined if it does not answer at present.
 *
 * @param threadId as its Worker has it
 * @param isScript whether a file is the script's
 * @param enough bytes; where it seems to use more, what nobody needs is cleared away first
 */
export function lookAtThread(
  threadId: number,
  isScript: (file: string) => boolean,
  enough: number,
): Promise<ThreadLook | undefined> {
  return new Promise((resolve) => {
    const look = new Look(threadId, isScript, enough, resolve);
    look.start();
  });
}

class Look {
  readonly #session = new Session();
  /** By the names that they have in calls. */
  readonly #scripts = new Map<string, Parsed>();
  #lastId = 0;
  #isOver = false;
  #isCleared = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly threadId: number,
    private readonly isScript: (file: string) => boolean,
    private readonly enough: number,
    private readonly found: (look: ThreadLook | undefined) => void,
  ) {}

  start(): void {
    this.#session.connect();
    this.#session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (!workerInfo.title.startsWith(`[worker ${this.threadId}]`)) return;
      this.#send(sessionId, 'Debugger.enable');
      this.#evaluate(sessionId);
    });
    this.#session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
      this.#receive(sessionId, JSON.parse(message) as Said);
    });
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    this.#timer = setTimeout(() => this.#end(undefined), PATIENCE).unref();
  }

  #receive(session: string, { method, params, result }: Said): void {
    if (method === 'Debugger.scriptParsed') {
      const parsed = params as Parsed;
      this.#scripts.set(parsed.url, parsed);
      return;
    }
    const seen = (result as { result?: { value?: Partial<Seen> } } | undefined)?.result?.value;
    if (typeof seen?.memory !== 'number') return;
    const { memory, frames } = seen;
    if (memory <= this.enough || this.#isCleared) return this.#end({ place: this.#placeOf(frames), memory });
    this.#isCleared = true;
    this.#send(session, 'HeapProfiler.collectGarbage');
    this.#evaluate(session);
  }

  /** The innermost call that is one of the script. What answers is a thread that others write programs for. */
  #placeOf(frames: unknown): BusyPlace | undefined {
    for (const { file, line } of Array.isArray(frames) ? (frames as Frame[]) : []) {
      if (typeof file !== 'string' || typeof line !== 'number' || !this.isScript(file)) continue;
      const script = this.#scripts.get(file);
      if (script !== undefined) return sourceOf(script, line - 1);
    }
    return undefined;
  }

  #evaluate(session: string): void {
    this.#send(session, 'Runtime.evaluate', { expression: LOOK, returnByValue: true });
  }

  #send(sessionId: string, method: string, params = {}): number {
    const message = JSON.stringify({ id: ++this.#lastId, method, params });
    this.#session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
    return this.#lastId;
  }

  #end(look: ThreadLook | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#session.post('NodeWorker.disable', () => this.#session.disconnect());
    this.found(look);
  }
}

/** @param lineNumber from 0 */
function sourceOf({ url, sourceMapURL = '' }: Parsed, lineNumber: number): BusyPlace {
  if (INLINE_MAP.test(sourceMapURL)) {
    const json = Buffer.from(sourceMapURL.replace(INLINE_MAP, ''), 'base64').toString();
    const entry = new SourceMap(JSON.parse(json) as ConstructorParameters<typeof SourceMap>[0]).findEntry(
      lineNumber,
      LAST_COLUMN,
    );
    if ('originalSource' in entry) return { file: pathOf(entry.originalSource), line: entry.originalLine + 1 };
  }
  return { file: pathOf(url), line: lineNumber + 1 };
}

function pathOf(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}
