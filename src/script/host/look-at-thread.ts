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
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapURL?: string;
}

/** Counted from 0. */
interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

interface Paused {
  readonly callFrames: readonly { readonly location: Location }[];
}

/** What the thread says, of itself or in answer to what was sent with `id`. */
interface Said {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Evaluated {
  readonly result?: { readonly value?: unknown };
}

const INLINE_MAP = /^data:application\/json;(?:charset=[\w-]+;)?base64,/;

/** Milliseconds after which a thread is left alone that did not stop for a moment, or has stopped and does not answer. */
const PATIENCE = 500;
const ANSWERING = 5000;

const USED = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';

/**
 * Looks where a busy thread of this process is now, and what memory it has: it is stopped for a moment, as a debugger does,
 * and goes on. The files of the server and of Node are passed over. Undefined if it cannot be stopped at present.
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
  readonly #scripts = new Map<string, Parsed>();
  #lastId = 0;
  #isOver = false;
  #place: BusyPlace | undefined;
  /** Of the debugger on that thread. */
  #attached: string | undefined;
  /** The number of the question what memory it has. */
  #question: number | undefined;
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
      this.#attached = sessionId;
      this.#send(sessionId, 'Debugger.enable');
      this.#send(sessionId, 'Debugger.pause');
    });
    this.#session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
      this.#receive(sessionId, JSON.parse(message) as Said);
    });
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    this.#wait(PATIENCE);
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(undefined), milliseconds).unref();
  }

  #measure(session: string): void {
    this.#question = this.#send(session, 'Runtime.evaluate', { expression: USED });
  }

  #receive(session: string, { id, method, params, result }: Said): void {
    if (method === 'Debugger.scriptParsed') {
      const parsed = params as Parsed;
      this.#scripts.set(parsed.scriptId, parsed);
    } else if (method === 'Debugger.paused') {
      this.#place = this.#placeOf(params as Paused);
      this.#wait(ANSWERING);
      this.#measure(session);
    } else if (id !== undefined && id === this.#question) {
      const value = (result as Evaluated | undefined)?.result?.value;
      const memory = typeof value === 'number' ? value : 0;
      if (memory <= this.enough || this.#isCleared) return this.#end({ place: this.#place, memory });
      this.#isCleared = true;
      this.#send(session, 'HeapProfiler.collectGarbage');
      this.#measure(session);
    }
  }

  #placeOf({ callFrames }: Paused): BusyPlace | undefined {
    for (const { location } of callFrames) {
      const script = this.#scripts.get(location.scriptId);
      if (script !== undefined && this.isScript(script.url)) return sourceOf(script, location);
    }
    return undefined;
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
    // It goes on, also if it has stopped only now.
    if (this.#attached !== undefined) this.#send(this.#attached, 'Debugger.disable');
    this.#session.post('NodeWorker.disable', () => this.#session.disconnect());
    this.found(look);
  }
}

function sourceOf({ url, sourceMapURL = '' }: Parsed, { lineNumber, columnNumber = 0 }: Location): BusyPlace {
  if (INLINE_MAP.test(sourceMapURL)) {
    const json = Buffer.from(sourceMapURL.replace(INLINE_MAP, ''), 'base64').toString();
    const entry = new SourceMap(JSON.parse(json) as ConstructorParameters<typeof SourceMap>[0]).findEntry(
      lineNumber,
      columnNumber,
    );
    if ('originalSource' in entry) return { file: pathOf(entry.originalSource), line: entry.originalLine + 1 };
  }
  return { file: pathOf(url), line: lineNumber + 1 };
}

function pathOf(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}
