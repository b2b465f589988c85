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

/** Where a profile was taken; lines from 0, those of `positionTicks` from 1. */
interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly scriptId: string; readonly url: string; readonly lineNumber: number };
  readonly hitCount?: number;
  readonly children?: readonly number[];
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}

/** What the thread says, of itself or in answer to what was sent with `id`. */
interface Said {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Answers {
  /** What {@link USED} comes to. */
  readonly result?: { readonly value?: unknown };
  readonly profile?: { readonly nodes: readonly ProfileNode[] };
}

/** What stands last in a line is of that line; what stands first may be of the one before. */
const LAST_COLUMN = 10_000;

const INLINE_MAP = /^data:application\/json;(?:charset=[\w-]+;)?base64,/;

/** Milliseconds after which a thread is left alone that does not answer. */
const PATIENCE = 5000;
/** Milliseconds for which it is looked where it is, and microseconds between two looks of these. */
const WATCHED = 30;
const INTERVAL = 1000;

const USED = { expression: '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())' };

/**
 * Looks where a busy thread of this process is now, as a profiler does, and what memory it has. The files of the server and
 * of Node are passed over. It is not stopped as by a debugger: V8 may end the process when it describes the variables of
 * where it has stopped. Undefined if it does not answer at present.
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
  #isCleared = false;
  #timer: NodeJS.Timeout | undefined;
  #profiling: NodeJS.Timeout | undefined;

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
      this.#send(sessionId, 'Profiler.enable');
      this.#send(sessionId, 'Profiler.setSamplingInterval', { interval: INTERVAL });
      this.#send(sessionId, 'Profiler.start');
      this.#profiling = setTimeout(() => {
        this.#send(sessionId, 'Profiler.stop');
        this.#send(sessionId, 'Runtime.evaluate', USED);
      }, WATCHED);
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
      this.#scripts.set(parsed.scriptId, parsed);
      return;
    }
    const { profile, result: evaluated } = (result ?? {}) as Answers;
    const memory = evaluated?.value;
    if (profile !== undefined) this.#place = this.#placeOf(profile.nodes);
    if (typeof memory !== 'number') return;
    if (memory <= this.enough || this.#isCleared) return this.#end({ place: this.#place, memory });
    this.#isCleared = true;
    this.#send(session, 'HeapProfiler.collectGarbage');
    this.#send(session, 'Runtime.evaluate', USED);
  }

  /** The line of the script under which most of the time was spent. */
  #placeOf(nodes: readonly ProfileNode[]): BusyPlace | undefined {
    const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const busiest = [...nodes].sort((one, other) => (other.hitCount ?? 0) - (one.hitCount ?? 0));
    for (const leaf of busiest) {
      if (!leaf.hitCount) return undefined;
      for (let node: ProfileNode | undefined = leaf; node !== undefined; node = byId.get(parents.get(node.id) ?? -1)) {
        const { scriptId, lineNumber } = node.callFrame;
        const script = this.#scripts.get(scriptId);
        if (script === undefined || !this.isScript(script.url)) continue;
        const [tick] = [...(node.positionTicks ?? [])].sort((one, other) => other.ticks - one.ticks);
        return sourceOf(script, (tick?.line ?? lineNumber + 1) - 1);
      }
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
    clearTimeout(this.#profiling);
    if (this.#attached !== undefined) this.#send(this.#attached, 'Profiler.disable');
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
